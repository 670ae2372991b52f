using System.Collections.Immutable;
using System.Globalization;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Reading;
using DeskFleet.Simulator.Traces;

namespace DeskFleet.Simulator.Bills;

/// <summary>What a desktop was used in a month, as a report has it that knows hours and nothing else.</summary>
/// <param name="Bundle">As the report names its hardware, such as <c>STANDARD</c>.</param>
/// <param name="Hours">Billable hours of the month.</param>
public sealed record DesktopHours(string Desktop, string Bundle, RunningMode Mode, decimal Hours);

/// <summary>
/// Reads monthly hours a desktop: the CSV of the WorkSpaces Cost Optimizer, or any with these columns, which may be called otherwise. Faults come back, nothing is
/// thrown for them.
/// </summary>
internal sealed class MonthlyHours
{
    /// <summary>Largest report, unpacked; a line is one desktop.</summary>
    private const long MaxBytes = 256L * 1024 * 1024;

    private const decimal HoursOfLongestMonth = 31 * 24;
    private const string Shape = "export WorkspaceID, Billable Hours, Bundle Type and Initial Mode";

    private static readonly (string[], bool)[] Columns =
    [
        (["desktop", "WorkspaceID", "WorkSpace"], true),
        (["hours", "Billable Hours", "BillableHours"], true),
        (["bundle", "Bundle Type", "BundleType", "ComputeTypeName"], true),
        (["mode", "Initial Mode", "Running Mode", "RunningMode"], true),
    ];

    private readonly TraceColumns _columns = new(ImmutableDictionary<string, string>.Empty, knowsZone: true);
    private readonly TraceFaults _faults;
    private readonly Dictionary<string, int> _lines = new(StringComparer.OrdinalIgnoreCase);

    private MonthlyHours(TraceFaults faults) => _faults = faults;

    public static (ImmutableArray<DesktopHours> Desktops, ImmutableArray<Fault> Faults) Read(string path)
    {
        var faults = new TraceFaults(path, skipsBad: false);
        var source = InputSource.Of(path, MaxBytes);
        if ((source.Problem ?? source.Text.Problem) is { } problem) faults.File("", 0, problem);
        ImmutableArray<DesktopHours> desktops = faults.Any ? [] : [.. new MonthlyHours(faults).Read(source)];
        if (desktops.IsEmpty && !faults.Any) faults.File("", 1, $"The report holds no desktop; {Shape}.");
        return (desktops, faults.ByLine());
    }

    private IEnumerable<DesktopHours> Read(InputSource source)
    {
        var lines = new CsvLines(source, Shape, _faults);
        var head = lines.Head ?? (1, [""]);
        if (!_columns.Read(head.Fields, head.Line, Columns, Shape, _faults)) yield break;
        foreach (var (line, fields) in lines.Rows)
            if (Desktop(fields, line) is { } desktop) yield return desktop;
    }

    private DesktopHours? Desktop(string[] fields, int line)
    {
        var (id, bundle) = (_columns.Of(fields, "desktop"), _columns.Of(fields, "bundle"));
        if (id.Length == 0) return Bad("WorkspaceID", line, "The desktop is empty; drop the line.");
        if (!_lines.TryAdd(id, line)) return Bad("WorkspaceID", line, $"\"{id}\" stands in line {_lines[id]} already; give the report of one month.");
        if (bundle.Length == 0) return Bad("Bundle Type", line, $"\"{id}\" has no bundle type; write such as STANDARD.");
        var written = _columns.Of(fields, "hours");
        if (!decimal.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) || hours > HoursOfLongestMonth)
            return Bad("Billable Hours", line, $"\"{written}\" is no number of hours of a month; write one from 0 to {HoursOfLongestMonth}, such as 81.");
        return ModeOf(_columns.Of(fields, "mode")) is { } mode
            ? new(id, bundle, mode, hours)
            : Bad("Initial Mode", line, $"\"{_columns.Of(fields, "mode")}\" is no running mode; write AUTO_STOP or ALWAYS_ON.");
    }

    private static RunningMode? ModeOf(string text) => text.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "AUTOSTOP" => RunningMode.AutoStop,
        "ALWAYSON" => RunningMode.AlwaysOn,
        _ => null,
    };

    private DesktopHours? Bad(string column, int line, string message)
    {
        _faults.Line(BadLine.Malformed, column, line, message);
        return null;
    }
}
