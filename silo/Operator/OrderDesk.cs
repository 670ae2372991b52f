using DeskFleet.Contracts;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Telemetry;
using NodaTime.Text;

namespace DeskFleet.Silo.Operator;

/// <summary>Gives an operator's orders to the fleet; what is not there is refused before. Thread-safe.</summary>
internal sealed class OrderDesk(FleetClient fleet, Census census, IFleetClock clock)
{
    private const int MaxHosts = 100;

    private static readonly HostType[] Types = [HostType.General, HostType.Gpu];

    public async Task<IResult> SendToHost(string host, Command command) => census.ZoneOf(host) is null
        ? OperatorReplies.Fault(StatusCodes.Status404NotFound, nameof(RefusalCode.ResourceNotFound), $"There is no host {host}; GET {OperatorEndpoints.Path}/hosts lists them.")
        : Answer(await fleet.Send(Entity.Of(new HostId(host)), command));

    public async Task<IResult> Drain(string host, DrainOrder order) =>
        order.Until is null ? await SendToHost(host, new DrainHost())
        : InstantPattern.ExtendedIso.Parse(order.Until) is { Success: true } until ? await SendToHost(host, new DrainHost { Until = until.Value })
        : Invalid($"until: '{order.Until}' is no instant; give one such as 2026-03-02T18:00:00Z, or leave it out.");

    public Task<IResult> Lose(string host, LoseOrder order)
    {
        var detail = order.Detail ?? "declared lost by an operator";
        return SendToHost(host, order.Confirm ? new LoseHost(detail) : new ReportHostLost(detail));
    }

    public async Task<IResult> SendToWorkSpace(string id, Func<OperationId, Operation> operation) => census.Find(id) is null
        ? OperatorReplies.Fault(StatusCodes.Status404NotFound, nameof(RefusalCode.ResourceNotFound), $"There is no WorkSpace {id}; GET {OperatorEndpoints.Path}/search?q= finds them by user or state.")
        : Answer(await fleet.Send(Entity.Of(new WorkSpaceId(id)), operation(OperationId.At(clock.Now, Guid.NewGuid().ToString("N")))));

    /// <summary>Where the owner has hosts already: a zone that is misspelt must not become a pool.</summary>
    public async Task<IResult> Allocate(AllocateOrder order)
    {
        if (census.Hosts().FirstOrDefault(host => host.Pool.Owner.ToString() == order.Owner && host.Pool.Zone.Value == order.Zone) is not { } neighbour)
            return OperatorReplies.Fault(StatusCodes.Status404NotFound, nameof(RefusalCode.ResourceNotFound), $"'{order.Owner}' has no hosts in '{order.Zone}'; GET {OperatorEndpoints.Path}/hosts names owners and zones.");
        if (Types.FirstOrDefault(type => type.Name == order.Type) is not { } type)
            return Invalid($"type: '{order.Type}' is not possible; give {string.Join(" or ", Types.Select(known => known.Name))}.");
        if (order.Count is < 1 or > MaxHosts)
            return Invalid($"count: {order.Count} is not possible; give 1 to {MaxHosts}.");
        return order.Batch is not { Length: > 0 } batch
            ? Invalid("batch: name the allocation; repeating it under the same name adds nothing.")
            : Answer(await fleet.Send(Entity.Of(neighbour.Pool), new AllocateHosts(batch, type, order.Count)));
    }

    private static IResult Invalid(string message) => OperatorReplies.Fault(StatusCodes.Status400BadRequest, nameof(RefusalCode.InvalidParameter), message);

    private static IResult Answer(Reply reply) => reply switch
    {
        Refused refused => OperatorReplies.Fault(StatusCodes.Status409Conflict, refused.Code.ToString(), refused.Message),
        LossHeld held => OperatorReplies.Fault(StatusCodes.Status409Conflict, "LossHeld", $"{held.Message} To confirm, order it with \"confirm\": true."),
        _ => OperatorReplies.Json(new { accepted = true }),
    };
}
