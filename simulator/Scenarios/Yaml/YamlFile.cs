using System.Text.RegularExpressions;
using DeskFleet.Simulator.Scenarios.Reading;
using YamlDotNet.Core;

namespace DeskFleet.Simulator.Scenarios.Yaml;

/// <summary>Reads text as one YAML map, or says why it is none.</summary>
internal static partial class YamlFile
{
    /// <summary>The map at the root, or null after at least one fault.</summary>
    public static YamlMap? Parse(string text, FaultList faults)
    {
        if (ReportTabs(text, faults)) return null;
        var parser = new Parser(new StringReader(text));
        try
        {
            return Root(new YamlTreeBuilder(parser, faults).Build(), faults);
        }
        catch (YamlException broken)
        {
            return Unquoted(text, (int)broken.Start.Line) is { } bound
                ? Refuse((int)broken.Start.Line, faults, $"{bound} begins with a sign that YAML takes for that of a folded text; quote it: \"{bound}\".")
                : Refuse((int)broken.Start.Line, broken.Message.TrimEnd('.'), faults);
        }
        catch (InvalidOperationException)
        {
            // The library's scanner gives up this way on some half-open brackets, without saying where.
            return Refuse((int)(parser.Current?.End.Line ?? 1), "something after this line does not fit", faults);
        }
    }

    private static YamlMap? Refuse(int line, string problem, FaultList faults) =>
        Refuse(line, faults, $"This is not YAML: {problem}. Check quotes, colons, brackets and indentation here.");

    private static YamlMap? Refuse(int line, FaultList faults, string message)
    {
        faults.Add("", line, message);
        return null;
    }

    /// <summary>A bound such as <c>>= 99 %</c> that stands without quotes in a line; null: none does.</summary>
    private static string? Unquoted(string text, int line) =>
        text.Split('\n').ElementAtOrDefault(line - 1) is { } written && UnquotedBound().Match(written) is { Success: true } found ? found.Groups["bound"].Value.Trim() : null;

    [GeneratedRegex(@"[:\[,{] *(?<bound>>=? *[0-9][^,}\]#]*)", RegexOptions.CultureInvariant)]
    private static partial Regex UnquotedBound();

    private static bool ReportTabs(string text, FaultList faults)
    {
        var tabs = text.Split('\n').Index().Where(line => line.Item[..^line.Item.TrimStart().Length].Contains('\t')).ToList();
        foreach (var (index, _) in tabs)
            faults.Add("", index + 1, "The indentation holds a tab, which YAML forbids; indent with spaces.");
        return tabs.Count > 0;
    }

    private static YamlMap? Root(YamlNode? node, FaultList faults)
    {
        if (node is YamlMap map) return map;
        if (node is null or YamlText { Value: "" })
            faults.Add("", 1, "The file is empty; a scenario needs at least region, start, horizon, directories and groups.");
        else faults.Add("", node.Line, "A scenario is a map of keys and values, such as \"region: eu-central-1\".");
        return null;
    }
}
