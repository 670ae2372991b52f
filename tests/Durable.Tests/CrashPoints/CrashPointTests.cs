using System.Globalization;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Durable.Tests.CrashPoints;

/// <summary>
/// A crash at every step of every operation: before and after each write, each delivery of an effect, each answer and each question. Whatever
/// the step, the fleet comes to the state that it comes to without a crash.
/// </summary>
public sealed class CrashPointTests(ITestOutputHelper output)
{
    private static readonly CrashFault[] Faults = [CrashFault.ProcessDies, CrashFault.ProcessAndReportsDie, CrashFault.WriteFails, CrashFault.WriteIsDoubtful];

    public static TheoryData<string> Stories => [.. Story.All.Select(story => story.Name)];

    [Theory, MemberData(nameof(Stories))]
    public void Operation_CrashAtEveryStep_ConvergesToTheSameState(string name)
    {
        var story = Story.Named(name);
        var calm = story.Play(CrashFault.None);
        FleetAtRest.Check(calm);
        Assert.True(calm.Steps > 0);
        foreach (var fault in Faults)
        {
            var crashes = Enumerable.Range(1, calm.Steps).Sum(step => Replay(story, fault, calm, step));
            Assert.InRange(crashes, 1, calm.Steps);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {fault} at {crashes} of {calm.Steps} steps"));
        }
    }

    /// <summary>A second crash at every step after the first, so also while the fleet recovers from it.</summary>
    [Theory]
    [InlineData("launch"), InlineData("sign in to a stopped desktop"), InlineData("start"), InlineData("stop"), InlineData("reboot"), InlineData("rebuild")]
    [InlineData("capture of an image"), InlineData("terminate")]
    public void Operation_TwoCrashesAtAnySteps_ConvergesToTheSameState(string name)
    {
        var story = Story.Named(name);
        var calm = story.Play(CrashFault.None);
        var crashes = 0;
        for (var first = 1; first <= calm.Steps; first++)
        {
            for (var second = first + 1; second <= calm.Steps; second += 3)
                crashes += Replay(story, CrashFault.ProcessDies, calm, first, second);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {calm.Steps} steps, {crashes} crashes"));
    }

    /// <returns>How often it crashed.</returns>
    private static int Replay(Story story, CrashFault fault, CrashFleet calm, params int[] steps)
    {
        try
        {
            var crashed = story.Play(fault, steps);
            FleetAtRest.Check(crashed);
            if (story.IsRace && fault == CrashFault.ProcessAndReportsDie)
                return crashed.Failures;
            Assert.Equal(FleetAtRest.Describe(calm), FleetAtRest.Describe(crashed));
            if (fault != CrashFault.ProcessAndReportsDie)
                Assert.Equal(Verbs(calm), Verbs(crashed));
            else
                Assert.Equal(Verbs(calm).Count, Verbs(crashed).Count - Retries(crashed));
            return crashed.Failures;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{story.Name}, {fault} at {string.Join(" and ", steps)} of {calm.Steps} steps: {e.Message}", e);
        }
    }

    /// <summary>What the machines were told to do, each order once: twice the same verb would be a second start.</summary>
    private static List<(string, DriverVerb)> Verbs(CrashFleet fleet) =>
        [.. fleet.Machines.Orders.Select(order => (order.WorkSpace.Value, order.Verb)).Order()];

    private static int Retries(CrashFleet fleet) => fleet.Journal.Count(line => line.Event is JobRetried);
}
