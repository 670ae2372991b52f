using System.CommandLine;
using DeskFleet.Core.Identity;
using DeskFleet.Simulator.Scenarios.Reading;
using DeskFleet.Simulator.Stories;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Cli;

/// <summary><c>explain --run DIR WORKSPACE</c>: why a desktop was where it was, from the run's event log alone.</summary>
public sealed class ExplainCommand : SimulatorCommand
{
    private static readonly IPattern<Instant>[] Times =
    [
        InstantPattern.General,
        .. new[] { "uuuu-MM-dd HH:mm:ss", "uuuu-MM-dd HH:mm", "uuuu-MM-dd'T'HH:mm:ss", "uuuu-MM-dd'T'HH:mm", "uuuu-MM-dd'T'HH:mm'Z'" }
            .Select(InstantPattern.CreateWithInvariantCulture),
    ];

    private readonly Argument<string> _desktop = new("WORKSPACE|USER") { Description = "A WorkSpace id, or a user name: then all desktops of that user." };
    private readonly Option<string> _run = new("--run") { Description = "The folder that a run wrote.", HelpName = "DIR", Required = true };
    private readonly Option<string?> _at = new("--at") { Description = "Only how it stood at this time, and why. UTC, unless --local.", HelpName = "TIME" };
    private readonly Option<bool> _local = new("--local") { Description = "Times of the desktop's region, each with its offset from UTC; --at too." };

    public ExplainCommand()
        : base("explain", "Tells one desktop's story: placements, starts and stops, waits, refusals, sessions and metered time, each with its reason.")
    {
        Add(_desktop);
        Add(_run);
        Add(_at);
        Add(_local);
        SetAction(Explain);
    }

    public override string Examples => """
          deskfleet-sim explain --run out/ordinary-company ws-f1osrw2rh
          deskfleet-sim explain --run out/ordinary-company margarett.ankunding.office-000001
          deskfleet-sim explain --run out/ordinary-company ws-f1osrw2rh --at "2026-03-03 09:30"
          deskfleet-sim explain --run out/ordinary-company ws-f1osrw2rh --local --at "2026-03-03 10:30"
        """;

    private int Explain(ParseResult parsed)
    {
        var error = parsed.InvocationConfiguration.Error;
        var at = parsed.GetValue(_at) is { } time ? ParseTime(time) : null;
        if (at is null && parsed.GetValue(_at) is { } wrong)
            return Fail(error, $"'{wrong}' is no time; write it as \"2026-03-03 09:30\" or 2026-03-03T09:30:00Z, in UTC.");
        try
        {
            return Explain(parsed, new(FinishedFolder.File(parsed.GetValue(_run)!, "events.jsonl")), at);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Fail(error, $"The run cannot be read: {fault.Message} Name the folder that 'run' wrote with --run.");
        }
    }

    private int Explain(ParseResult parsed, EventFile file, Instant? at)
    {
        var name = parsed.GetValue(_desktop)!;
        var desktops = file.Desktops();
        var wanted = desktops.Where(desktop => desktop.Key.Value == name || desktop.Value == UserName.Of(name)).Select(desktop => desktop.Key).ToList();
        if (wanted.Count == 0)
            return Fail(parsed.InvocationConfiguration.Error, Unknown(name, desktops));
        foreach (var (number, desktop) in wanted.Index())
        {
            var story = new DesktopStory(desktop, [.. file.EventsOf(desktop)]);
            var local = parsed.GetValue(_local) ? new LocalStory(story.TimeZone) : null;
            foreach (var line in (IEnumerable<string>)[.. number == 0 ? [] : new[] { "" }, .. at is { } instant ? story.NarrateAt(local?.Instant(instant) ?? instant) : story.Narrate()])
                parsed.InvocationConfiguration.Output.WriteLine(local?.Line(line) ?? line);
        }

        return ExitCodes.Done;
    }

    private static string Unknown(string name, IReadOnlyDictionary<WorkSpaceId, UserName?> desktops)
    {
        var names = desktops.Keys.Select(id => id.Value).Concat(desktops.Values.OfType<UserName>().Select(user => user.Value));
        return $"The run has no desktop and no user '{name}'.{Nearest.Hint(name, names)} desktops.csv lists all of them.";
    }

    private static Instant? ParseTime(string text) =>
        Times.Select(pattern => pattern.Parse(text)).FirstOrDefault(result => result.Success) is { } parsed ? parsed.Value : null;

    private static int Fail(TextWriter error, string message)
    {
        error.WriteLine(message);
        return ExitCodes.BadInput;
    }
}
