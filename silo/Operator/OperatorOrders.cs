using DeskFleet.Core.Hosts;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Telemetry;

namespace DeskFleet.Silo.Operator;

/// <summary>
/// What runbooks ask an operator to do, for curl: hosts are drained, declared lost, returned and allocated, desktops rebooted, rebuilt and stopped.
/// Each order is a command of the fleet like any other: idempotent, journalled, refused with a code and a sentence.
/// </summary>
internal static class OperatorOrders
{
    public static void MapOrders(this RouteGroupBuilder page)
    {
        page.MapGet("/hosts", (string? state, string? zone, Census census) => OperatorReplies.Json(Hosts(census, state, zone)));
        var orders = page.MapGroup("")
            .AddEndpointFilter(((IEndpointRouteBuilder)page).ServiceProvider.GetRequiredService<OrderAudit>().Of("operator"))
            .AddEndpointFilter(OnlyJson);
        orders.MapPost("/hosts/{host}/drain", (string host, OrderDesk fleet) => fleet.SendToHost(host, new DrainHost()));
        orders.MapPost("/hosts/{host}/lose", (string host, LoseOrder order, OrderDesk fleet) => fleet.SendToHost(host, new LoseHost(order.Detail ?? "declared lost by an operator")));
        orders.MapPost("/hosts/{host}/return", (string host, OrderDesk fleet) => fleet.SendToHost(host, new ReturnHost()));
        orders.MapPost("/hosts", (AllocateOrder order, OrderDesk fleet) => fleet.Allocate(order));
        orders.MapPost("/workspaces/{id}/reboot", (string id, OrderDesk fleet) => fleet.SendToWorkSpace(id, operation => new RebootWorkSpace(operation)));
        orders.MapPost("/workspaces/{id}/rebuild", (string id, OrderDesk fleet) => fleet.SendToWorkSpace(id, operation => new RebuildWorkSpace(operation)));
        orders.MapPost("/workspaces/{id}/stop", (string id, OrderDesk fleet) => fleet.SendToWorkSpace(id, operation => new StopWorkSpace(operation)));
    }

    /// <summary>A page of another site that a browser here has open can post forms, but no JSON.</summary>
    private static async ValueTask<object?> OnlyJson(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.HasJsonContentType()
            ? await next(context)
            : OperatorReplies.Fault(StatusCodes.Status415UnsupportedMediaType, "UnsupportedMediaType", "Send JSON, as with curl --json '{}'.");

    /// <summary>By name; those of one state or zone only where one is given.</summary>
    private static object Hosts(Census census, string? state, string? zone) => census.Hosts()
        .Where(host => state is null || host.Status.ToString().Equals(state, StringComparison.OrdinalIgnoreCase))
        .Where(host => zone is null || host.Pool.Zone.Value == zone)
        .Select(host => new
        {
            host = host.Host.Value,
            zone = host.Pool.Zone.Value,
            owner = host.Pool.Owner.ToString(),
            status = host.Status.ToString().ToUpperInvariant(),
            used = host.Used.VCpu,
            limit = host.Type.Capacity.VCpu,
        });
}

/// <param name="Detail">What is known of the loss, for the log.</param>
internal sealed record LoseOrder(string? Detail);

/// <param name="Owner">Account and region of the pool, such as <c>acme/eu-central-1</c>.</param>
/// <param name="Type"><c>general</c> or <c>gpu</c>.</param>
/// <param name="Count">1 to 100.</param>
/// <param name="Batch">Names the allocation: repeating it adds nothing.</param>
internal sealed record AllocateOrder(string? Owner, string? Zone, string? Type, int Count, string? Batch);
