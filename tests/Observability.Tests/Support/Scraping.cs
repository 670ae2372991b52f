namespace DeskFleet.Observability.Tests.Support;

/// <summary>How the tests' Prometheus is set up: as the document says, but each second, rules included.</summary>
internal static class Scraping
{
    /// <param name="folder">Where the rules are copied to.</param>
    /// <param name="silos">Host and port of each.</param>
    /// <param name="alertmanager">Where alerts go; null: nowhere.</param>
    public static string Config(string folder, IEnumerable<string> silos, string? alertmanager = null)
    {
        foreach (var rules in Directory.GetFiles(Repository.PathOf("silo/Alerts"), "*.rules.yaml"))
            File.WriteAllText(Path.Combine(folder, Path.GetFileName(rules)), File.ReadAllText(rules).Replace("interval: 1m", "interval: 1s", StringComparison.Ordinal));
        return Text(folder, silos, alertmanager);
    }

    private static string Text(string folder, IEnumerable<string> silos, string? alertmanager) => $$"""
        global: { scrape_interval: 1s, evaluation_interval: 1s }
        scrape_configs:
          - { job_name: deskfleet, static_configs: [{ targets: [{{string.Join(", ", silos.Select(silo => $"\"{silo}\""))}}] }] }
        rule_files: ["{{folder}}/*.rules.yaml"]
        {{(alertmanager is null ? "" : $"alerting: {{ alertmanagers: [{{ static_configs: [{{ targets: [\"{alertmanager}\"] }}] }}] }}")}}
        """;
}
