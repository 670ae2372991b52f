namespace DeskFleet.Simulator.Tests.Scenarios;

/// <summary>A sound scenario whose shifts and days of the week say everything that sessions can say.</summary>
internal static class ShiftScenario
{
    /// <summary>Between them, every kind of distribution in every place.</summary>
    private static readonly string[] Patterns =
    [
        "firstLogin: { logNormal: { earliest: \"08:10\", median: 20 min, p90: 1 h } }, length: { uniform: { from: 30 min, to: 2 h } }, gap: { normal: { mean: 45 min, deviation: 5 min } }",
        "firstLogin: { empirical: [{ share: 100 %, from: \"07:00\", to: \"08:00\" }] }, length: { empirical: [{ share: 100 %, from: 5 min, to: 1 h }] }, gap: { logNormal: { median: 50 min, p90: 2 h } }",
        "firstLogin: { uniform: { from: \"08:00\", to: \"10:00\" } }, length: { normal: { mean: 2 h, deviation: 5 min } }, gap: { uniform: { from: 30 min, to: 2 h } }",
        "firstLogin: { normal: { mean: \"08:00\", deviation: 10 min } }, length: { logNormal: { median: 50 min, p90: 2 h } }, gap: { empirical: [{ share: 100 %, from: 5 min, to: 1 h }] }",
        "firstLogin: { mean: \"22:00\", deviation: 10 min }, length: { median: 50 min, p90: 2 h }, gap: { median: 50 min, p90: 2 h }, attendance: 80 %, weekend: 5 %, perDay: 1.25, stages: [{ at: \"23:30\", within: 1 h, share: 50 %, days: [Fri] }]",
    ];

    public static string Text { get; } = $$"""
        region: eu-central-1
        start: 2026-03-02
        horizon: 7 d
        directories: [{ name: d, zones: [eu-central-1a, eu-central-1b] }]
        groups:
          - name: centre
            users: 20
            directory: d
            bundle: Standard
            sessions:
              rotateEvery: 14 d
              weekdays: [{{Days()}}]
              shifts: [{{string.Join(", ", Patterns.Select(pattern => $"{{ workingDays: [Mon, Sun], {pattern}, weekdays: [{Days()}] }}"))}}]
        """;

    private static string Days() => string.Join(", ", Patterns.Select((pattern, i) => $"{{ days: [{new[] { "Mon", "Tue", "Wed", "Thu", "Fri, Sat" }[i]}], {pattern} }}"));
}
