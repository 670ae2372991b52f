using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using YamlDotNet.RepresentationModel;

namespace DeskFleet.Simulator.Alerts;

/// <summary>One alert of a Prometheus rule file.</summary>
/// <param name="For">How long the expression must hold before it fires.</param>
/// <param name="KeepFiringFor">How long it goes on firing after that.</param>
public sealed record AlertRule(string Name, string Expression, Duration For, Duration KeepFiringFor)
{
    /// <summary>The alerts of a rule file, in its order; recording rules are left out.</summary>
    /// <exception cref="FormatException">It is no rule file; the message says where.</exception>
    public static ImmutableArray<AlertRule> Read(TextReader file)
    {
        var yaml = new YamlStream();
        yaml.Load(file);
        if (yaml.Documents is not [{ RootNode: YamlMappingNode root }] || Child(root, "groups") is not YamlSequenceNode groups)
            throw new FormatException("It has no \"groups\"; give a file of Prometheus rules.");
        return
        [
            .. from @group in groups.OfType<YamlMappingNode>()
               where Child(@group, "rules") is YamlSequenceNode
               from rule in ((YamlSequenceNode)Child(@group, "rules")!).OfType<YamlMappingNode>()
               where Child(rule, "alert") is not null
               select new AlertRule(Text(rule, "alert"), Text(rule, "expr"), Time(rule, "for"), Time(rule, "keep_firing_for")),
        ];
    }

    private static YamlNode? Child(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private static string Text(YamlMappingNode rule, string key) =>
        (Child(rule, key) as YamlScalarNode)?.Value ?? throw new FormatException($"Line {rule.Start.Line}: an alert without \"{key}\".");

    private static Duration Time(YamlMappingNode rule, string key)
    {
        if (Child(rule, key) is not YamlScalarNode { Value: { Length: > 1 } text })
            return Duration.Zero;
        if (!double.TryParse(text[..^1], CultureInfo.InvariantCulture, out var number))
            throw new FormatException($"Line {rule.Start.Line}: \"{text}\" is no time such as 30s, 5m, 2h or 1d.");
        return text[^1] switch
        {
            's' => Duration.FromSeconds(number),
            'm' => Duration.FromMinutes(number),
            'h' => Duration.FromHours(number),
            'd' => Duration.FromDays(number),
            _ => throw new FormatException($"Line {rule.Start.Line}: \"{text}\" is no time such as 30s, 5m, 2h or 1d."),
        };
    }
}
