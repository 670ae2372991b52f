using System.Globalization;
using System.Text;
using DeskFleet.Simulator.Planning;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Planning;

/// <summary>Instances with people who come and go to the second, so that the answer can be worked out by hand.</summary>
internal sealed record Planted(string Host, string Bundle = "Standard", string Mode = "AutoStop", int Quota = 100)
{
    private readonly StringBuilder _log = new("user,start,end\n");
    private int _users;

    /// <summary>All types, in place of the one.</summary>
    public string HostTypes { get; init; } = $"[{{ name: box, {Host} }}]";

    public string Hosts { get; init; } = "[{ zone: us-east-1a, type: box, count: 50 }, { zone: us-east-1b, type: box, count: 50 }]";

    public string Timeline { get; init; } = "[]";

    /// <summary>So many people with one sitting of their own.</summary>
    public Planted Come(int people, string from, string until)
    {
        for (var i = 0; i < people; i++)
            _log.Append(CultureInfo.InvariantCulture, $"u{_users++:000},2026-03-02T{from}:00,2026-03-02T{until}:00\n");
        return this;
    }

    public (Scenario Scenario, TraceReading Trace) Read()
    {
        using var folder = new TempFolder();
        var reading = ScenarioFile.Read(folder.Write("planted.yaml", Yaml), folder.Write("log.csv", _log.ToString()));
        Assert.Empty(reading.Faults);
        return (reading.Scenario!, reading.Trace!);
    }

    public PlanRequest Request(Survival survival = Survival.Nothing, int seconds = 120, int? mostHosts = null, int freshSeeds = 0)
    {
        var (scenario, trace) = Read();
        return new(scenario, trace, [new RefusalTarget(0), new WaitTarget(Duration.FromSeconds(seconds))], survival, 3, freshSeeds, mostHosts);
    }

    public string Yaml => $$"""
        name: planted
        region: us-east-1
        quota: {{Quota}}
        horizon: 1 d
        start: 2026-03-02T00:00Z
        hostTypes: {{HostTypes}}
        hosts: {{Hosts}}
        directories: [{ name: staff, zones: [us-east-1a, us-east-1b], dedicated: true }]
        groups: [{ name: people, directory: staff, bundle: {{Bundle}}, mode: {{Mode}} }]
        trace: { utcOffset: Z }
        timeline: {{Timeline}}
        driver:
          provision: { latency: [{ share: 100 %, from: 20 min, to: 20 min }] }
          resume: { latency: [{ share: 100 %, from: 60 s, to: 60 s }] }
          hibernate: { latency: [{ share: 100 %, from: 30 s, to: 30 s }] }
        """;

}
