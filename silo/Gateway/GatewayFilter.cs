using DeskFleet.Contracts;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Api.Audit;

namespace DeskFleet.Silo.Gateway;

/// <summary>
/// Lets calls that come through the gateway reach only what <see cref="PublicGrains"/> lists; calls within the cluster pass. It narrows what a
/// backend can do by mistake, it authenticates nobody.
/// </summary>
internal sealed partial class GatewayFilter(AuditDesk audit, IFleetClock clock, ILogger<GatewayFilter> logger) : IIncomingGrainCallFilter
{
    /// <summary>So the runtime names the clients that silos are themselves.</summary>
    private const string Hosted = "hosted-";

    /// <summary>What the client's library asks of its own accord: which silos know which grains.</summary>
    private static readonly HashSet<string> OfTheLibrary = ["Orleans.Runtime.IClusterManifestSystemTarget", "Orleans.Runtime.IClientManifestSystemTarget"];

    /// <exception cref="UnauthorizedAccessException">It comes from outside and is for nobody outside.</exception>
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (!IsFromOutside(context.SourceId) || IsPublic(context))
            return context.Invoke();
        LogRefused(logger, context.SourceId!.Value, context.InterfaceName, context.MethodName);
        Record(context);
        throw new UnauthorizedAccessException($"{context.InterfaceName} is not for backends; call what DeskFleet.Contracts offers.");
    }

    private void Record(IIncomingGrainCallContext context) => audit.Refuse(new(
        clock.Now,
        Guid.NewGuid().ToString(),
        Caller: null,
        Account: null,
        context.SourceId.ToString(),
        $"gateway:{context.InterfaceName}.{context.MethodName}",
        [context.TargetId.ToString()],
        Parameters: null,
        nameof(UnauthorizedAccessException),
        "It is not for backends.",
        []));

    private static bool IsFromOutside(GrainId? source) =>
        source is { } id && id.IsClient() && !id.Key.ToString()!.StartsWith(Hosted, StringComparison.Ordinal);

    private static bool IsPublic(IIncomingGrainCallContext context)
    {
        var type = context.InterfaceMethod.DeclaringType!;
        return PublicGrains.Interfaces.Contains(type) || (context.TargetId.IsSystemTarget() && OfTheLibrary.Contains(type.FullName!));
    }

    [LoggerMessage(LogLevel.Warning, "Refused at the gateway: {Source} called {Interface}.{Method}")]
    private static partial void LogRefused(ILogger logger, GrainId source, string @interface, string method);
}
