using Orleans.Runtime.Messaging;
using Orleans.Storage;

namespace DeskFleet.Contracts;

/// <summary>What an exception says about a call: whether it may work elsewhere or later, and whether it never will.</summary>
public static class CallFailures
{
    /// <summary>
    /// Whether a call failed because of where it went, so that it may work when it is repeated. While silos hear one after the other that one of
    /// them is dead, the runtime says so in many ways: it rejects, cancels, or finds its own directory unsettled, which is a plain
    /// <see cref="OrleansException"/> without a reason.
    /// </summary>
    public static bool Passes(Exception failure) => failure
        is OrleansMessageRejectionException or ConnectionFailedException or ClientNotAvailableException or GatewayTooBusyException
        or LimitExceededException or OrleansLifecycleCanceledException or TimeoutException or OperationCanceledException
        or InconsistentStateException or FleetUnavailableException
        || (failure.GetType() == typeof(OrleansException) && (failure.InnerException is not { } reason || Passes(reason)));

    /// <summary>Whether a call will fail again however often it is made: what came cannot be read here, or what was asked cannot be.</summary>
    public static bool Lasts(Exception failure) => failure
        is Orleans.Serialization.SerializerException or TypeLoadException or System.Text.Json.JsonException or InvalidDataException
        or InvalidCastException or NotSupportedException or ArgumentException or UnauthorizedAccessException;
}
