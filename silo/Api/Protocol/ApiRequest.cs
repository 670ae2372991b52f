using System.Text.Json;
using DeskFleet.Silo.Api.Access;
using DeskFleet.Silo.Api.Audit;
using DeskFleet.Silo.Api.Wire;
using NodaTime;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>One request on its way: what is known of it so far. What is known at the end is what the audit trail keeps.</summary>
internal sealed class ApiRequest(HttpContext http)
{
    private IReadOnlyList<string>? _resources;

    public HttpContext Http { get; } = http;

    public string Id { get; } = Guid.NewGuid().ToString();

    public WireService? Service { get; private set; }

    public WireOperation? Wire { get; private set; }

    /// <summary>It is a form and is answered in XML.</summary>
    public bool IsQuery { get; private set; }

    public ApiCaller? Caller { get; set; }

    /// <summary>The access key that it names; null: none.</summary>
    public string? KeyId { get; set; }

    /// <summary>Whose place it has among the requests that are answered at a time; null: none.</summary>
    public string? Place { get; set; }

    /// <summary>The request, once it is known to fit its shape.</summary>
    public JsonDocument? Input { get; set; }

    /// <summary>As policies write it.</summary>
    public string? Action => Wire is null ? null : $"{Service!.Name}:{Wire.Name}";

    /// <summary>Finds the operation that <c>X-Amz-Target</c> names.</summary>
    public bool Find(string? target)
    {
        if (target is null || target.LastIndexOf('.') is not (> 0 and var dot))
            return false;
        Service = WireService.All.FirstOrDefault(service => service.IsTarget(target[..dot]));
        Wire = Service?.Operations.GetValueOrDefault(target[(dot + 1)..]);
        return Wire is not null;
    }

    /// <summary>It speaks the query protocol, which names its operation in the body; one service speaks it.</summary>
    public void SpeakQuery() => (Service, IsQuery) = (WireService.CloudWatch, true);

    /// <summary>Finds the operation that a query names.</summary>
    public bool FindAction(string? action) => action is not null && (Wire = Service!.Operations.GetValueOrDefault(action)) is not null;

    /// <summary>Those that it names, as policies write them; none before it is known what is asked, and by whom.</summary>
    public IReadOnlyList<string> Resources() =>
        Input is null || Caller is null ? [] : _resources ??= ResourceNames.Of(Input.RootElement, Wire!.Input, Service!, Caller);

    /// <summary>The same as policies look at them: who names none asks about all of a kind.</summary>
    public IReadOnlyList<string> PolicyResources() => Resources() is ["*"] ? [ResourceNames.Any(Wire!, Service!, Caller!)] : Resources();

    /// <summary>How long its answer is held up.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>It is recorded that it is about to be done.</summary>
    public bool IsAsked { get; set; }

    /// <summary>For the trail, before it is done.</summary>
    public AuditRecord Asked(Instant at) => Record(at, AuditRecord.Asked, null, []);

    /// <summary>For the trail, when it is known what became of it.</summary>
    public AuditRecord Answered(Instant at, ApiResult result) =>
        Record(at, result.Error?.Type ?? AuditRecord.Accepted, result.Error?.Message, result.Failed);

    /// <summary>What was asked stands once in the trail.</summary>
    private AuditRecord Record(Instant at, string outcome, string? message, IReadOnlyList<string> failed) => new(
        at,
        Id,
        Caller?.Name,
        Caller?.Account,
        Http.Connection.RemoteIpAddress?.ToString(),
        Action,
        Resources(),
        Input is null || (IsAsked && outcome != AuditRecord.Asked) ? null : new(Input.RootElement, Wire!.Input),
        outcome,
        message,
        failed)
    {
        KeyId = KeyId,
    };
}
