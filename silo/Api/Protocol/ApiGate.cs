using DeskFleet.Core.Identity;
using DeskFleet.Core.Regions;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Api.Access;
using DeskFleet.Silo.Api.Signing;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>Who calls and what he may do (AUD-02, API-02).</summary>
internal sealed class ApiGate(ApiSettings settings, AccessBook access, SignatureCheck signatures, ReplayWindow replays, IFleetClock clock)
{
    private const string DefaultRegion = "us-east-1";
    private const string LocalCaller = "local";

    /// <summary>Signatures are not checked: everybody is the same to it.</summary>
    public bool KnowsNobody => settings.InsecureLocal;

    /// <summary>Who somebody says that he is, by his headers; or why he is not let in.</summary>
    /// <param name="claim">Null where nothing is checked, too.</param>
    public WireError? Claim(HttpRequest request, WireService service, out SignatureClaim? claim)
    {
        (claim, var error) = settings.InsecureLocal ? default : signatures.Claim(request, service);
        return error;
    }

    /// <summary>The caller, or why he is not let in.</summary>
    public WireError? Identify(HttpRequest request, SignatureClaim? claim, ReadOnlySpan<byte> body, out ApiCaller? caller)
    {
        (caller, var error) = claim is null ? (Local(request), null) : signatures.Prove(claim, request, body);
        return error;
    }

    public static WireError? Authorize(ApiRequest request) =>
        Authorizer.Denied(request.Caller!.Statements, request.Action!, request.Resources()) is { } resource
            ? new("AccessDeniedException", $"{request.Caller.Name} is not allowed to perform {request.Action} on {resource}; a policy must allow it and none deny it.")
            : null;

    /// <summary>A read, under an operation id of its own.</summary>
    public ApiCall Read(ApiCaller caller) => new(caller, OperationId.At(clock.Now, Guid.NewGuid().ToString("N")), clock.Now);

    /// <summary>A change with its operation id; null when the caller makes more than can be told apart from replays. <see cref="End"/> follows.</summary>
    public ApiCall? Begin(ApiCaller caller) => replays.Begin(caller) is { } id ? new(caller, id, clock.Now) : null;

    /// <summary>Says what became of a change.</summary>
    public void End(ApiCaller caller, ApiResult result) => replays.End(caller, result.ChangedNothing);

    /// <summary>Nothing is checked: the signature says at most which account and region are meant.</summary>
    private ApiCaller Local(HttpRequest request)
    {
        var signed = SignedRequest.Parse(request.Headers);
        var region = Region.Defaults.Any(known => known.Id == signed?.Region) ? signed!.Region : DefaultRegion;
        var key = signed is null ? null : access.Find(signed.AccessKeyId);
        return new(new AccountId(key?.Account ?? ApiSettings.LocalAccount, region), key?.Caller ?? LocalCaller, [PolicyStatement.AllowAll]);
    }
}
