using System.Collections.Immutable;
using DeskFleet.Simulator.Scenarios.Reading;
using DeskFleet.Simulator.Scenarios.Rules;
using DeskFleet.Simulator.Scenarios.Yaml;
using DeskFleet.Simulator.Traces;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>Reads scenarios. All that is wrong with an input comes back as faults; nothing is thrown for it.</summary>
public static class ScenarioFile
{
    /// <summary>Largest scenario file.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Reads and validates a scenario and, when it replays one, its trace.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="tracePath">The log to replay; it wins over the one that the scenario names. Null: the scenario's, if any.</param>
    public static ScenarioReading Read(string path, string? tracePath = null) => Read(path, new TraceRequest(tracePath));

    /// <summary>The same, with more to say about the trace.</summary>
    public static ScenarioReading Read(string path, TraceRequest request)
    {
        var faults = new FaultList(path);
        var file = InputFile.Read(path, MaxBytes);
        if (file.Problem is not null) faults.Add("", 0, file.Problem);
        var tree = faults.Any ? null : YamlFile.Parse(file.Text, faults);
        if (tree is null) return new ScenarioReading(null, null, faults.ByLine(), file.ContentHash);
        var imports = new Imports(faults, MaxBytes);
        var whole = imports.Resolve(tree, path);
        return Read(path, request, whole, faults) with { ContentHash = InputFile.Combine(file.ContentHash, imports.Hashes) };
    }

    private static ScenarioReading Read(string path, TraceRequest request, YamlMap tree, FaultList faults)
    {
        var root = new Section(tree, "", 1, faults);
        var spec = TraceSpecOf(root, request.Path);
        var trace = spec is null ? null : TraceOf(root, spec, path, request);
        var scenario = new ScenarioReader(root, spec, trace is { Faults.IsEmpty: true } ? trace : null).Read(DefaultName(path));
        root.Close();
        ReportFlaws(scenario, tree, faults);
        if (trace is { Faults.IsEmpty: true })
            foreach (var flaw in TracedBundles.Check(scenario, trace).Concat(TracedNames.Check(spec!, trace))) root.Report("trace", flaw);
        ImmutableArray<Fault> all = [.. faults.ByLine(), .. trace?.Faults ?? []];
        return new ScenarioReading(all.IsEmpty ? scenario : null, trace, all, "") { Notes = all.IsEmpty ? NotesOf(scenario, tree, path) : [] };
    }

    /// <summary>The keys that reading these texts asks for.</summary>
    internal static KnownKeys KeysOf(params IEnumerable<string> texts)
    {
        var keys = new KnownKeys();
        foreach (var yaml in texts)
        {
            var faults = new FaultList("") { Keys = keys };
            var root = new Section(YamlFile.Parse(yaml, faults), "", 1, faults);
            root.Optional(Imports.Key, Formats.FileName, "");
            new ScenarioReader(root, TraceSpecReader.Read(root.Child("trace")), null).Read("scenario");
        }

        return keys;
    }

    private static TraceSpec? TraceSpecOf(Section root, string? tracePath)
    {
        var section = root.Child("trace");
        return section.IsGiven || tracePath is not null ? TraceSpecReader.Read(section) : null;
    }

    private static TraceReading? TraceOf(Section root, TraceSpec spec, string path, TraceRequest request)
    {
        var file = request.Path ?? (spec.File is null ? null : Path.Combine(Path.GetDirectoryName(path) ?? "", spec.File));
        if (file is not null) return TraceFile.Read(file, spec.UtcOffset, new(request.Format ?? spec.Format, request.SkipsBad, NamesOf(root), spec.Origin, spec.JoinWithin)
        {
            TimeZone = spec.TimeZone,
            DateOrder = spec.DateOrder,
            OpenSessions = spec.OpenSessions,
            KnowsZone = spec.KnowsZone,
            Columns = request.Columns,
        });
        root.Report("trace", "This scenario replays a log, but none is given; write trace.file here or name it on the command line " +
            "with --trace FILE.");
        return null;
    }

    /// <summary>What a log may name: read ahead of the scenario, whose users depend on the log.</summary>
    private static KnownNames NamesOf(Section root)
    {
        static Parsed<string> Any(string text) => text;
        var bundles = root.Ahead.Maps("bundles").Select(bundle => bundle.Optional("name", Any, ""));
        return new([.. root.Ahead.Maps("groups").Select(group => group.Optional("name", Any, ""))], [.. BundleSpec.Defaults.Select(bundle => bundle.Name).Union(bundles)]);
    }

    private static string DefaultName(string path) =>
        Formats.Name(Path.GetFileNameWithoutExtension(path)) is { Problem: null } name ? name.Value : "scenario";

    private static ImmutableArray<Fault> NotesOf(Scenario scenario, YamlMap tree, string file)
    {
        var lines = new LineIndex(tree);
        return [.. SessionCuts.Check(scenario).Concat(StubMonths.Check(scenario)).Select(note => new Fault(note.Path, lines.LineOf(note.Path), $"note: {note.Message}") { File = file })];
    }

    private static void ReportFlaws(Scenario scenario, YamlMap tree, FaultList faults)
    {
        var lines = new LineIndex(tree);
        foreach (var (path, message) in ScenarioRules.Check(scenario)) faults.Add(path, lines.LineOf(path), message);
    }
}
