namespace DeskFleet.Simulator.Tests.Scenarios;

/// <summary>A sound scenario in which every part has a value that is not its default.</summary>
internal static class FullScenario
{
    public static string Text { get; } = ScenarioText.Valid + """

            stall: 2 %
            twice: 3 %
          hibernate:
            latency: [{ from: 10 s, to: 10 s }]
        launchLead: 3 h
        runs: 3
        timeline:
          - { after: 9 h, loseZone: eu-central-1a }
          - { after: 10 h, returnZone: eu-central-1a }
          - { at: "2026-03-03T09:00", loseHost: { name: h-acme-eu-central-1b-0001 } }
          - { at: "2026-03-03T10:00", returnHost: { zone: eu-central-1b, owner: account, count: 1 } }
          - { at: 2026-03-03T11:00Z, drainHost: { zone: eu-central-1b } }
          - { after: 30 h, slowDriver: { factor: 2.5, for: 45 min } }
        thresholds:
          resume.wait.p99: <= 120 s
          zone.skew.max: < 5.5 %
          sessions.opened.rate: ">= 99 %"
          hours.metered: "> 12 h"
        """;
}
