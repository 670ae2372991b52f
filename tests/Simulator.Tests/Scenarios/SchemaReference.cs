using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DeskFleet.Core.Billing;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Tests.Scenarios;

/// <summary>Makes the planners' reference from the schema: one table a part of the file.</summary>
internal static class SchemaReference
{
    /// <summary>All keys in the schema's order.</summary>
    public static IEnumerable<(string Path, string Form, string Meaning)> Keys(JsonObject schema, string path = "")
    {
        foreach (var (key, value) in schema["properties"]?.AsObject() ?? [])
        {
            var part = value!.AsObject();
            yield return ($"{path}{key}", FormOf(part), (string?)part["description"] ?? "");
            var below = TypeOf(part) == "array" ? part["items"]!.AsObject() : part;
            foreach (var inner in Keys(below, $"{path}{key}{(TypeOf(part) == "array" ? "[]" : "")}."))
                yield return inner;
        }
    }

    public static string Write(JsonObject schema)
    {
        var text = new StringBuilder("""
            # Every key of a scenario

            Made from `scenario.schema.json` by the tests of `tests/Simulator.Tests`; do not edit. To let an editor complete and check, begin a
            scenario with `# yaml-language-server: $schema=` and the place of that file.


            """);
        var keys = Keys(schema).Where(key => !IsRepeated(key.Path)).ToList();
        foreach (var part in keys.GroupBy(key => key.Path.Split('.')[0].Replace("[]", "", StringComparison.Ordinal)).Where(part => part.Count() > 1).Prepend(null))
        {
            var rows = part is null ? keys.Where(key => !key.Path.Contains('.', StringComparison.Ordinal)) : part.Skip(1);
            text.Append(CultureInfo.InvariantCulture, $"## {(part is null ? "The file" : $"`{part.Key}`")}\n\n| key | value | meaning |\n|---|---|---|\n");
            foreach (var (path, form, meaning) in rows)
                text.Append(CultureInfo.InvariantCulture, $"| `{path}` | {form} | {meaning.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            text.Append('\n');
        }

        return text.Append(Defaults()).ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>What is there without being written: the code's own sizes, start slots, driver times and prices.</summary>
    private static string Defaults() =>
        "## What is there without being written\n\n"
        + Table(
            "Bundles, to be changed or added to under `bundles`:",
            ["bundle", "vCPU", "memory", "GPUs", "volumes C: and D:"],
            BundleSpec.Defaults.Select(b => new[] { b.Name, $"{b.VCpu}", Gibibytes(b.MemoryMiB), $"{b.Gpus}", $"{b.RootGB} GB and {b.UserGB} GB" }))
        + Table(
            "Host types, under `hostTypes`; start slots are how many desktops may be starting on a host at once:",
            ["host type", "vCPU", "memory", "GPUs", "start slots"],
            HostTypeSpec.Defaults.Select(t => new[] { t.Name, $"{t.VCpu}", Gibibytes(t.MemoryMiB), $"{t.Gpus}", $"{t.StartSlots}" }))
        + Table(
            "Times of the driver, under `driver`, on an idle host and without failures:",
            ["verb", "takes"],
            typeof(DriverSpec).GetProperties().Where(verb => verb.PropertyType == typeof(VerbSpec)).Select(verb => new[] { $"`{char.ToLowerInvariant(verb.Name[0])}{verb.Name[1..]}`", Times((VerbSpec)verb.GetValue(DriverSpec.Default)!) }))
        + string.Concat(DefaultPrices.Book.Lists.Select(Prices));

    private static string Prices(PriceList list) => Table(
        $"Prices from {list.EffectiveFrom:uuuu-MM-dd} on, in USD, under `billing.prices`; own licences take {Usd(list.ByolMonthOff)} a month and {Usd(list.ByolHourOff)} an hour off, Plus is {Usd(list.PlusMonth)} a month, "
            + $"a user of the application manager {Usd(list.ApplicationUserMonth)} a month, a GB to the Internet {Usd(list.EgressGigabyte)}, an idle directory {Usd(list.IdleDirectoryHour)} an hour:",
        ["hardware", "AlwaysOn a month", "AutoStop a month", "AutoStop an hour"],
        list.Hardware.Select(hardware => new[] { hardware.Key, Usd(hardware.Value.AlwaysOnMonth), Usd(hardware.Value.AutoStopMonth), Usd(hardware.Value.AutoStopHour) }));

    private static string Usd(Money? amount) => amount is { } known ? known.Usd.ToString("0.00#", CultureInfo.InvariantCulture) : "by arrangement";

    private static string Gibibytes(long mebibytes) => string.Create(CultureInfo.InvariantCulture, $"{mebibytes / 1024.0:0.##} GiB");

    private static string Times(VerbSpec verb) => string.Join(", ", verb.Latency.Select(range =>
        string.Create(CultureInfo.InvariantCulture, $"{range.From.TotalSeconds:0} to {range.To.TotalSeconds:0} s{(range.Share < 1 ? $" in {100 * range.Share:0} %" : "")}")));

    private static string Table(string title, string[] head, IEnumerable<string[]> rows) =>
        $"{title}\n\n| {string.Join(" | ", head)} |\n|{string.Concat(head.Select(_ => "---|"))}\n{string.Concat(rows.Select(row => $"| {string.Join(" | ", row)} |\n"))}\n";

    /// <summary>Parts of a fleet are told at the root, those of a shift or a day of the week in the sessions around it.</summary>
    private static bool IsRepeated(string path) => path.StartsWith("fleets[].", StringComparison.Ordinal)
        || path.Contains(".shifts[].", StringComparison.Ordinal)
        || (path.Contains(".weekdays[].", StringComparison.Ordinal) && !path.EndsWith(".weekdays[].days", StringComparison.Ordinal));

    /// <summary>Null where several are allowed.</summary>
    private static string? TypeOf(JsonObject part) => part["type"] is JsonValue type ? (string?)type : null;

    private static string FormOf(JsonObject part) => part switch
    {
        _ when part["enum"] is JsonArray words => string.Join(", ", words.Select(word => $"`{word}`")),
        _ when part["minimum"] is { } least => $"{TypeOf(part) switch { "integer" => "whole number", _ => "number" }}, {least} to {part["maximum"]}",
        _ when part["pattern"] is { } pattern => Pattern((string)pattern!),
        _ when TypeOf(part) == "array" => "list",
        _ when TypeOf(part) == "object" => "map",
        _ when TypeOf(part) == "boolean" => "`true`, `false`",
        _ => "text",
    };

    /// <summary>Patterns for people.</summary>
    private static string Pattern(string pattern) =>
        pattern.StartsWith("^(<=", StringComparison.Ordinal) ? "bound and limit"
        : pattern.Contains("(s|min|h|d)", StringComparison.Ordinal) ? "time: s, min, h, d"
        : pattern.Contains("(MiB", StringComparison.Ordinal) ? "size: MiB, GiB, TiB"
        : pattern.Contains("(GB", StringComparison.Ordinal) ? "size: GB, TB"
        : pattern.Contains("(%)", StringComparison.Ordinal) ? "share: %"
        : pattern.Contains("(T[0-9]", StringComparison.Ordinal) ? "date or time"
        : pattern.StartsWith("^[0-9]{4}", StringComparison.Ordinal) ? "date"
        : pattern.StartsWith("^[0-2]", StringComparison.Ordinal) ? "time of day"
        : "offset from UTC";
}
