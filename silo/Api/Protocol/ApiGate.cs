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
        (claim, var error) = settings.InsecureLocal ? (null, Unreadable(request)) : signatures.Claim(request, service);
        return error;
    }

    /// <summary>The caller, or why he is not let in.</summary>
    public WireError? Identify(HttpRequest request, SignatureClaim? claim, ReadOnlySpan<byte> body, out ApiCaller? caller)
    {
        (caller, var error) = claim is null ? (Local(request), null) : signatures.Prove(claim, request, body);
        return error;
    }

    /// <summary>A read, under an operation id of its own.</summary>
    public ApiCall Read(ApiCaller caller) => new(caller, OperationId.At(clock.Now, Guid.NewGuid().ToString("N")), clock.Now);

    /// <summary>A change with its operation id; null when the caller makes more than can be told apart from replays. <see cref="End"/> follows.</summary>
    public ApiCall? Begin(ApiCaller caller) => replays.Begin(caller) is { } id ? new(caller, id, clock.Now) : null;

    /// <summary>Says what became of a change.</summary>
    public void End(ApiCaller caller, ApiResult result) => replays.End(caller, result.ChangedNothing);

    /// <summary>Nothing is checked, but a region that is not understood must not become another one. Null: it can be read, or there is none.</summary>
    private static WireError? Unreadable(HttpRequest request)
    {
        if (request.Headers.Authorization.Count == 0)
            return null;
        if (SignedRequest.Parse(request.Headers) is not { } signed)
            return new("IncompleteSignatureException", $"The Authorization header is no signature of {SignedRequest.Algorithm}, or X-Amz-Date is missing; leave it out, or sign.");
        return Region.Defaults.Any(known => known.Id == signed.Region) ? null
            : new("InvalidSignatureException", $"'{signed.Region}' is no region of this service; use one of {string.Join(", ", Region.Defaults.Select(region => region.Id))}.");
    }

    /// <summary>Nothing is checked: the signature says at most which account and region are meant.</summary>
    private ApiCaller Local(HttpRequest request)
    {
        var signed = SignedRequest.Parse(request.Headers);
        var key = signed is null ? null : access.Find(signed.AccessKeyId);
        return new(new AccountId(key?.Account ?? ApiSettings.LocalAccount, signed?.Region ?? DefaultRegion), key?.Caller ?? LocalCaller, [PolicyStatement.AllowAll]);
    }
}
