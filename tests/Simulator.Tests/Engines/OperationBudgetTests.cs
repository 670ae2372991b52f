using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Engines;

/// <summary>
/// What an operation costs in grain calls and writes, to its very end: effects, driver reports and start slots included. The table in
/// grains/README.md holds these numbers.
/// </summary>
public sealed class OperationBudgetTests
{
    private readonly ScriptedFleet _fleet = new()
    {
        Length = Duration.FromHours(12),
        Driver = DriverBehaviour.Fixed(verb => verb == DriverVerb.Boot ? Duration.FromMinutes(2) : Duration.FromSeconds(60)),
    };

    [Theory]
    [InlineData("launch, to AVAILABLE", 19, 13)]
    [InlineData("sign-in to a running desktop", 2, 1)]
    [InlineData("sign-out", 1, 1)]
    [InlineData("AutoStop, to STOPPED", 4, 3)]
    [InlineData("sign-in to a stopped desktop, to the open session", 8, 4)]
    [InlineData("reboot", 3, 2)]
    [InlineData("terminate, to TERMINATED", 14, 13)]
    public async Task Operation_ToItsVeryEnd_CostsWhatTheReadmeSays(string operation, int calls, int writes)
    {
        var (before, with) = ScriptsOf(operation);

        var less = await _fleet.Play(EngineKind.Core, before);
        var more = await _fleet.Play(EngineKind.Core, with);

        Assert.Equal((calls, writes), (more.Calls - less.Calls, more.Writes - less.Writes));
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "grains", "README.md"), TestContext.Current.CancellationToken);
        Assert.Contains($"| {operation} | {calls} | {writes} |", readme, StringComparison.Ordinal);
    }

    /// <summary>Two scripts that differ in this operation alone. The countdown is kept out of the way by a long period.</summary>
    private (List<Line> Before, List<Line> With) ScriptsOf(string operation)
    {
        List<Line> launched = [LongPeriod(ScriptedFleet.Launch(_fleet.Start, "ann"))];
        Line signIn = At(1, new Connect(Id("in"), new("ann"), new("s1"))), signOut = At(2, new Disconnect(Id("out"), new("s1")));
        var stop = At(3, new StopWorkSpace(Id("stop")));
        return operation switch
        {
            "launch, to AVAILABLE" => ([], launched),
            "sign-in to a running desktop" => (launched, [.. launched, signIn]),
            "sign-out" => ([.. launched, signIn], [.. launched, signIn, signOut]),
            "AutoStop, to STOPPED" => (launched, [ScriptedFleet.Launch(_fleet.Start, "ann")]),
            "sign-in to a stopped desktop, to the open session" => ([.. launched, stop], [.. launched, stop, At(4, new Connect(Id("in"), new("ann"), new("s1")))]),
            "reboot" => (launched, [.. launched, At(1, new RebootWorkSpace(Id("reboot")))]),
            _ => (launched, [.. launched, At(1, new TerminateWorkSpace(Id("terminate")))]),
        };
    }

    private static Line LongPeriod(Line launch) =>
        launch with { Command = (LaunchWorkSpace)launch.Command with { AutoStopPeriod = AutoStop.MaxPeriod } };

    private Line At(int hours, Command command) =>
        new(_fleet.Start + Duration.FromHours(hours), Entity.Of(_fleet.DesktopOf("ann", _fleet.Start)), command);

    private OperationId Id(string token) => OperationId.At(_fleet.Start + Duration.FromHours(1), token);
}
