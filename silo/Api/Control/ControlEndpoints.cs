using System.Data.Common;
using DeskFleet.Contracts;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Silo.Operator;
using DeskFleet.Silo.Time;
using NodaTime;

namespace DeskFleet.Silo.Api.Control;

/// <summary>
/// What people who test against a silo need and no AWS operation has: moving the clock, raising a quota, beginning anew. There only with
/// <c>--control</c>, and only for callers on this machine.
/// </summary>
internal static class ControlEndpoints
{
    private static readonly Duration MaxAdvance = Duration.FromDays(366);

    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/control");
        control.AddEndpointFilter(app.Services.GetRequiredService<OrderAudit>().Of("control"));
        control.MapGet("/clock", (MovableClock clock) => Results.Json(new ClockReply(clock.Now.ToString())));
        control.MapPost("/clock", Advance);
        control.MapPost("/limits", SetLimits);
        control.MapPost("/reset", (IServiceProvider services) => Reset(services.GetService<FleetReset>()));
    }

    private static async Task<IResult> Advance(AdvanceRequest request, MovableClock clock, IServiceProvider services)
    {
        if (!(request.AdvanceSeconds > 0 && request.AdvanceSeconds <= MaxAdvance.TotalSeconds))
            return Refused($"advanceSeconds: give more than 0 and at most {MaxAdvance.TotalSeconds}.", StatusCodes.Status400BadRequest);
        var by = Duration.FromSeconds(request.AdvanceSeconds);
        if (by <= MovableClock.Latest - clock.Now && await Unkept(clock.Now + by, services.GetService<ClockKeeper>()) is { } obstacle)
        {
            return Refused($"The clock stays where it is, for its time could not be stored: {obstacle}", StatusCodes.Status503ServiceUnavailable);
        }

        return clock.TryAdvance(by)
            ? Results.Json(new ClockReply(clock.Now.ToString()))
            : Refused(
                $"advanceSeconds: the clock stands at {clock.Now} and goes up to {MovableClock.Latest}, where its calendars end; "
                    + "give less, or start anew.",
                StatusCodes.Status400BadRequest);
    }

    /// <summary>Who is told of a time finds it there after a restart: it is stored before the clock shows it.</summary>
    /// <returns>Why it could not be; null: it was, or nothing is kept.</returns>
    private static async Task<string?> Unkept(Instant shown, ClockKeeper? keeper)
    {
        try
        {
            await (keeper?.Keep(shown, CancellationToken.None) ?? Task.CompletedTask);
            return null;
        }
        catch (DbException failure)
        {
            return failure.Message;
        }
    }

    private static IResult Refused(string sentence, int status) => Results.Json(new Fault(sentence), statusCode: status);

    private static async Task<IResult> SetLimits(LimitsRequest request, FleetClient fleet)
    {
        var account = new AccountId(request.Account ?? ApiSettings.LocalAccount, request.Region ?? "us-east-1");
        var reply = await fleet.Send(Entity.Of(account), new SetLimits(request.WorkSpaces, request.GraphicsMonthlyEnabled));
        return reply is Refused refused
            ? Results.Json(new Fault(refused.Message), statusCode: StatusCodes.Status400BadRequest)
            : Results.Json(new { account = account.ToString(), request.WorkSpaces });
    }

    /// <summary>Begins anew in place, and answers when it is done. What is on a disk is nobody's toy, so only a silo that keeps nothing can do it.</summary>
    private static async Task<IResult> Reset(FleetReset? reset)
    {
        if (reset is null)
            return Results.Json(new Fault("A silo that keeps records is not reset; start it with --store memory."), statusCode: StatusCodes.Status409Conflict);
        await reset.Begin();
        return Results.Json(new { state = "reset" });
    }

    private sealed record AdvanceRequest(double AdvanceSeconds);

    private sealed record LimitsRequest(int WorkSpaces, string? Account, string? Region, bool GraphicsMonthlyEnabled = false);

    private sealed record ClockReply(string Now);

    private sealed record Fault(string Message);
}
