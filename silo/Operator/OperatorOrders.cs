using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
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
        orders.MapPost("/hosts/{host}/drain", (string host, DrainOrder order, OrderDesk fleet) => fleet.Drain(host, order));
        orders.MapPost("/hosts/{host}/lose", (string host, LoseOrder order, OrderDesk fleet) => fleet.Lose(host, order));
        orders.MapPost("/hosts/{host}/return", (string host, OrderDesk fleet) => fleet.SendToHost(host, new ReturnHost()));
        orders.MapPost("/hosts", (AllocateOrder order, OrderDesk fleet) => fleet.Allocate(order));
        orders.MapPost("/workspaces/{id}/reboot", (string id, OrderDesk fleet) => fleet.SendToWorkSpace(id, operation => new RebootWorkSpace(operation)));
        orders.MapPost("/workspaces/{id}/rebuild", (string id, OrderDesk fleet) => fleet.SendToWorkSpace(id, operation => new RebuildWorkSpace(operation)));
        orders.MapPost("/workspaces/{id}/stop", (string id, OrderDesk fleet) => fleet.SendToWorkSpace(id, operation => new StopWorkSpace(operation)));
        page.MapFallback("{*path}", (HttpRequest request) => HttpMethods.IsPost(request.Method) && !request.HasJsonContentType() ? NoJson() : Unknown(request));
    }

    /// <summary>A page of another site that a browser here has open can post forms, but no JSON.</summary>
    private static async ValueTask<object?> OnlyJson(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.HasJsonContentType()
            ? await next(context)
            : NoJson();

    private static IResult NoJson() => OperatorReplies.Fault(StatusCodes.Status415UnsupportedMediaType, "UnsupportedMediaType", "Send JSON, as with curl --json '{}'.");

    /// <summary>Nothing below the page is for the API, which answers what nobody else does.</summary>
    private static IResult Unknown(HttpRequest request) => OperatorReplies.Fault(
        StatusCodes.Status404NotFound, nameof(RefusalCode.ResourceNotFound), $"There is no {request.Method} {request.Path}; silo/OBSERVABILITY.md lists the operator's orders.");

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
            since = host.MarkedAt,
            until = host.DrainUntil,
        });
}

/// <param name="Until">When it ends by itself, such as <c>2026-03-02T18:00:00Z</c>; null: when the host is returned.</param>
internal sealed record DrainOrder(string? Until);

/// <param name="Detail">What is known of the loss, for the log.</param>
/// <param name="Confirm">True: it is so, however many are lost at once; otherwise the brake may hold it.</param>
internal sealed record LoseOrder(string? Detail, bool Confirm = false);

/// <param name="Owner">Account and region of the pool, such as <c>acme/eu-central-1</c>.</param>
/// <param name="Type"><c>general</c> or <c>gpu</c>.</param>
/// <param name="Count">1 to 100.</param>
/// <param name="Batch">Names the allocation: repeating it adds nothing.</param>
internal sealed record AllocateOrder(string? Owner, string? Zone, string? Type, int Count, string? Batch);
