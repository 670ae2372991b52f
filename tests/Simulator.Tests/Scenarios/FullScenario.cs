namespace DeskFleet.Simulator.Tests.Scenarios;

/// <summary>A sound scenario in which every part has a value that is not its default.</summary>
internal static class FullScenario
{
    public static string Text { get; } = Groups(ScenarioText.Valid) + """

            stall: 2 %
            twice: 3 %
          hibernate:
            latency: [{ from: 10 s, to: 10 s }]
        launchLead: 3 h
        holidays: [2026-03-06]
        runs: 3
        keys:
          - { name: ours, seats: 200 }
          - { name: theirs }
        enrolment:
          begins: 2026-03-01T22:00
          activates: 2026-03-01T22:30
          expires: 2026-03-08
          softwareAssurance: false
          seats: 15
          count: PeakLive
        billing:
          hourRounding: PerClockHour
          proration: Hour
          shortfall: BillToCommitment
          prices:
            - from: 2025-01-01
              plus: 16
              hardware:
                - { name: Standard, alwaysOnMonth: 36, autoStopMonth: 10, autoStopHour: 0.31 }
                - { name: Lean, autoStopMonth: 5, autoStopHour: 0.105 }
            - { from: 2026-03-04, region: eu-central-1, ownLicenceMonthOff: 3, ownLicenceHourOff: 0.03, idleDirectoryHour: 0.06 }
        timeline:
          - { after: 9 h, loseZone: eu-central-1a }
          - { after: 10 h, returnZone: eu-central-1a }
          - { at: "2026-03-03T09:00", loseHost: { name: h-acme-eu-central-1b-0001 } }
          - { at: "2026-03-03T10:00", returnHost: { zone: eu-central-1b, owner: account, count: 1 } }
          - { at: 2026-03-03T11:00Z, drainHost: { zone: eu-central-1b } }
          - { after: 30 h, slowDriver: { factor: 2.5, for: 45 min } }
          - { after: 31 h, stopTimers: { for: 20 min } }
          - { after: 32 h, disableKey: ours }
          - { after: 33 h, enableKey: ours }
          - { after: 34 h, captureImages: { group: third, count: 2 } }
          - { after: 35 h, switchMode: { group: third, to: AlwaysOn } }
          - { after: 32 h, releaseUpdate: service-7 }
          - { after: 36 h, addHost: { owner: account, account: acme, zone: eu-central-1a, type: general, count: 2 } }
          - { after: 37 h, leave: { group: fifth, count: 1 } }
        thresholds:
          resume.wait.p99: <= 120 s
          zone.skew.max: < 5.5 %
          sessions.opened.rate: ">= 99 %"
          hours.metered: "> 12 h"
          cost.total: <= 40000 USD
          headroom.least: ">= 5 %"
        """;

    private static string Groups(string valid) => valid
        .Replace("mode: AlwaysOn", """
            mode: AlwaysOn
                growth: { perWeek: 1.5 }
                clients: { windows: 60 %, web: 40 % }
                encryption: { root: true, user: false, key: ours }
                traffic: { quiet: 200, busy: 5000, busyShare: 25 %, egress: 300 MiB }
                tags: [{ key: dept, value: fin }, { key: "cost center", value: "4711: west" }]
                thresholds: { resume.wait.p99: <= 90 s, cost.total: < 400.5 USD }
                patience: { reconnectAfter: 90 s, retries: 3, retryAfter: 7 min }
                sessions:
                  workingDays: [Sun, Mon, Tue, Wed, Thu]
                  holidays: [2026-03-04, 2026-03-05]
                  weekend: 3 %
                  stages: [{ at: "07:55", within: 10 min, share: 75 %, days: [Mon, Thu] }]
                  firstLogin: { logNormal: { earliest: "08:10", median: 20 min, p90: 1 h } }
                  length: { uniform: { from: 30 min, to: 2 h } }
                  gap: { normal: { mean: 45 min, deviation: 5 min } }
            """, StringComparison.Ordinal)
        .Replace("driver:", """
              - name: third
                users: 2
                directory: staff
                bundle: Lean
                sessions:
                  firstLogin: { empirical: [{ share: 30 %, from: "07:00", to: "08:00" }, { share: 70 %, from: "09:00", to: "09:00" }] }
                  length: { empirical: [{ share: 12.5 %, from: 5 min, to: 1 h }, { share: 87.5 %, from: 2 h, to: 4 h }] }
                  gap: { logNormal: { median: 50 min, p90: 2 h } }
              - name: fourth
                users: 2
                directory: staff
                bundle: Lean
                sessions:
                  firstLogin: { uniform: { from: "08:00", to: "10:00" } }
                  length: { normal: { mean: 2 h, deviation: 5 min } }
                  gap: { uniform: { from: 30 min, to: 2 h } }
              - name: fifth
                users: 2
                directory: staff
                bundle: Lean
                sessions:
                  firstLogin: { normal: { mean: "08:00", deviation: 10 min } }
                  length: { logNormal: { median: 50 min, p90: 2 h } }
                  gap: { empirical: [{ share: 100 %, from: 5 min, to: 1 h }] }
              - name: sixth
                users: 2
                directory: staff
                bundle: Lean
                sessions: { gap: { median: 50 min, p90: 2 h } }
              - name: seventh
                users: 1
                directory: staff
                bundle: Lean
                sessions:
                  workingDays: [Mon, Tue, Wed, Thu, Fri, Sat, Sun]
                  rotateEvery: 7 d
                  weekdays: [{ days: [Sat, Sun], attendance: 10 % }]
                  shifts:
                    - { workingDays: [Mon, Tue], weekdays: [{ days: [Fri], perDay: 2 }], perDay: 1 }
                    - { firstLogin: { mean: "21:55", deviation: 5 min }, attendance: 60 % }
            driver:
            """.TrimEnd(), StringComparison.Ordinal);
}
