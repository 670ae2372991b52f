using DeskFleet.Contracts;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Api.Audit;
using Orleans.Serialization.Invocation;

namespace DeskFleet.Silo.Gateway;

/// <summary>
/// Lets calls from outside reach only what <see cref="PublicGrains"/> lists, with commands that are <see cref="FromOutsideAttribute">marked</see> and ids that
/// can be; calls within the cluster, which prove that they are, pass. It narrows what a backend can do; it authenticates nobody.
/// </summary>
internal sealed partial class GatewayFilter(InsideProof proof, AuditDesk audit, IFleetClock clock, ILogger<GatewayFilter> logger) : IIncomingGrainCallFilter
{
    /// <summary>So the runtime names the clients that silos are themselves.</summary>
    private const string Hosted = "hosted-";

    /// <summary>What the client's library asks of its own accord: which silos know which grains.</summary>
    private static readonly HashSet<string> OfTheLibrary = ["Orleans.Runtime.IClusterManifestSystemTarget", "Orleans.Runtime.IClientManifestSystemTarget"];

    /// <summary>Every grain lets a caller end a call of his own.</summary>
    private static readonly HashSet<string> Cancelling = ["Orleans.Runtime.IGrainCallCancellationExtension", "Orleans.Runtime.ICancellationSourcesExtension"];

    /// <summary>Every grain streams the answer of a method of its own.</summary>
    private const string Streaming = "Orleans.Runtime.IAsyncEnumerableGrainExtension";

    /// <exception cref="UnauthorizedAccessException">It comes from outside and is for nobody outside.</exception>
    /// <exception cref="ArgumentException">An id cannot be.</exception>
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (IsTick(context.Request) || !IsFromOutside(context.SourceId))
            return context.Invoke();
        if (!IsPublic(context))
            throw Refusal(context, context.MethodName, $"{context.InterfaceName} is not for backends; call what DeskFleet.Contracts offers.");
        if (InnerCommand(context) is { } inner)
            throw Refusal(context, inner, $"{inner} is between parts of the fleet and not for backends; call what DeskFleet.Contracts offers.");
        return Fault(context) is { } fault ? Answer(context, fault) : context.Invoke();
    }

    /// <summary>A grain's own timer is an object of this process: it has no form in which it could come over a wire.</summary>
    private static bool IsTick(IInvokable request) => request.GetType().FullName!.StartsWith("Orleans.Runtime.GrainTimer", StringComparison.Ordinal);

    private bool IsFromOutside(GrainId? source)
    {
        if (proof.IsGiven())
            return false;
        return !proof.IsOptional || (source is { } id && id.IsClient() && !id.Key.ToString()!.StartsWith(Hosted, StringComparison.Ordinal));
    }

    private static bool IsPublic(IIncomingGrainCallContext context)
    {
        var type = context.InterfaceMethod.DeclaringType!;
        return PublicGrains.Interfaces.Contains(type)
            || (context.TargetId.IsSystemTarget() && OfTheLibrary.Contains(type.FullName!))
            || (Cancelling.Contains(type.FullName!) && Arguments(context).OfType<GrainId>().All(caller => caller == context.SourceId))
            || (type.FullName == Streaming && IsPublic(context.TargetContext.GrainInstance) && Arguments(context).OfType<IInvokable>().All(IsPublic));
    }

    private static bool IsPublic(object? grain) => grain is not null && PublicGrains.Interfaces.Any(type => type.IsInstanceOfType(grain));

    private static bool IsPublic(IInvokable streamed) => PublicGrains.Interfaces.Contains(streamed.GetInterfaceType());

    private static string? InnerCommand(IIncomingGrainCallContext context) =>
        Arguments(context).OfType<Command>().FirstOrDefault(command => !MessageCheck.IsFromOutside(command)) is { } inner
            ? inner is Once once ? once.Command?.GetType().Name ?? "Nothing" : inner.GetType().Name
            : null;

    private static string? Fault(IIncomingGrainCallContext context) =>
        (context.TargetContext.GrainInstance is { } grain && EntityGrains.EntityOf(grain.GetType(), context.TargetId.Key.ToString()!) is { } entity ? MessageCheck.Fault(entity) : null)
        ?? Arguments(context).Select(MessageCheck.Fault).FirstOrDefault(fault => fault is not null);

    private static IEnumerable<object?> Arguments(IIncomingGrainCallContext context) =>
        Enumerable.Range(0, context.Request.GetArgumentCount()).Select(context.Request.GetArgument);

    /// <summary>Who sends a command gets a refusal; who asks something else an exception that says the mend.</summary>
    private static Task Answer(IIncomingGrainCallContext context, string fault)
    {
        if (!Arguments(context).OfType<Command>().Any())
            throw new ArgumentException(fault);
        context.Result = new Refused(RefusalCode.InvalidParameter, fault);
        return Task.CompletedTask;
    }

    private UnauthorizedAccessException Refusal(IIncomingGrainCallContext context, string what, string sentence)
    {
        LogRefused(logger, context.SourceId ?? default, context.InterfaceName, what);
        Record(context, what);
        return new(sentence);
    }

    private void Record(IIncomingGrainCallContext context, string what) => audit.Refuse(new(
        clock.Now,
        Guid.NewGuid().ToString(),
        Caller: null,
        Account: null,
        context.SourceId.ToString(),
        $"gateway:{context.InterfaceName}.{what}",
        [context.TargetId.ToString()],
        Parameters: null,
        nameof(UnauthorizedAccessException),
        "It is not for backends.",
        []));

    [LoggerMessage(LogLevel.Warning, "Refused at the gateway: {Source} called {Interface}.{What}")]
    private static partial void LogRefused(ILogger logger, GrainId source, string @interface, string what);
}
