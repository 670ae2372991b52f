using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>
/// Errors that an operation's model declares. A client has a class for each of these and for the common ones, and for no others; so what an operation
/// would answer beside them takes the nearest name that it has.
/// </summary>
internal static class DeclaredErrors
{
    private const string Invalid = "ValidationException";

    /// <summary>Any operation may answer with them.</summary>
    private static readonly string[] Common = [Invalid, "SerializationException", "AccessDeniedException", "ThrottlingException"];

    private static readonly string[] Values = ["InvalidParameterValuesException", "InvalidParameterException", "InvalidParameterValueException", "ClientException"];

    /// <summary>From what says most about a thing that is there to what says least.</summary>
    private static readonly string[] States = ["InvalidResourceStateException", "OperationNotSupportedException", "KMSInvalidStateException", .. Values];

    /// <summary>The same error under a name that the operation declares, or a common one. Failures of the service stay as they are.</summary>
    public static WireError Of(WireOperation operation, WireError error) =>
        error.Status >= StatusCodes.Status500InternalServerError || operation.Errors.Contains(error.Type) || Common.Contains(error.Type)
            ? error
            : error with { Type = Nearest(operation, error.Type), ResourceId = null };

    /// <summary>For a value that is not supported.</summary>
    public static string ForValues(WireOperation operation) => Array.Find(Values, operation.Errors.Contains) ?? Invalid;

    private static string Nearest(WireOperation operation, string type) =>
        type.StartsWith("InvalidParameter", StringComparison.Ordinal) ? ForValues(operation) : Array.Find(States, operation.Errors.Contains) ?? Invalid;
}
