namespace DeskFleet.Observability.Tests.Support;

/// <summary>How the tests' Prometheus is set up: as the document says, but each second.</summary>
internal static class Scraping
{
    /// <param name="silos">Host and port of each.</param>
    /// <param name="alertmanager">Where alerts go; null: nowhere.</param>
    public static string Config(IEnumerable<string> silos, string? alertmanager = null) => $$"""
        global: { scrape_interval: 1s, evaluation_interval: 1s }
        scrape_configs:
          - { job_name: deskfleet, static_configs: [{ targets: [{{string.Join(", ", silos.Select(silo => $"\"{silo}\""))}}] }] }
        rule_files: ["{{Repository.PathOf("silo/Alerts")}}/*.rules.yaml"]
        {{(alertmanager is null ? "" : $"alerting: {{ alertmanagers: [{{ static_configs: [{{ targets: [\"{alertmanager}\"] }}] }}] }}")}}
        """;
}
