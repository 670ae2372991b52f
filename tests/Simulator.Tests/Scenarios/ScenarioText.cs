using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Tests.Scenarios;

/// <summary>A sound scenario, and ways to break one thing of it.</summary>
internal static class ScenarioText
{
    public const string Valid = """
        name: small
        region: eu-central-1
        start: 2026-03-02
        horizon: 7 d
        seed: 7
        account: acme
        quota: 30
        hostTypes:
          - name: tiny
            vCpu: 1
            memory: 2 GiB
        hosts:
          - zone: eu-central-1a
            type: general
            count: 1
          - zone: eu-central-1b
            type: general
            count: 1
        directories:
          - name: staff
            zones: [eu-central-1a, eu-central-1b]
            dedicated: true
        bundles:
          - name: Lean
            vCpu: 1
            memory: 1.5 GiB
            rootVolume: 80 GB
            userVolume: 10 GB
        groups:
          - name: office
            users: 10
            directory: staff
            bundle: Standard
            mode: AutoStop
            autoStop: 60 min
            timeZone: Europe/Berlin
            sessions:
              attendance: 90 %
              firstLogin: { mean: 08:45, deviation: 40 min }
              perDay: 1.5
              length: { median: 3 h, p90: 7 h }
          - name: calls
            users: 10
            directory: staff
            bundle: Lean
            mode: AlwaysOn
        driver:
          resume:
            latency:
              - { share: 90 %, from: 60 s, to: 90 s }
              - { share: 10 %, from: 45 s, to: 60 s }
            fail: 1 %
        """;

    public static string With(string sound, string broken)
    {
        Assert.Contains(sound, Valid, StringComparison.Ordinal);
        var place = Valid.IndexOf(sound, StringComparison.Ordinal);
        return string.Concat(Valid.AsSpan(0, place), broken, Valid.AsSpan(place + sound.Length));
    }

    /// <summary>The first line, from 1, that holds a text.</summary>
    public static int LineOf(string text, string part) =>
        text[..text.IndexOf(part, StringComparison.Ordinal)].Count(letter => letter == '\n') + 1;

    public static ScenarioReading Read(string yaml, string? log = null)
    {
        using var folder = new TempFolder();
        return ScenarioFile.Read(folder.Write("small.yaml", yaml), log is null ? null : folder.Write("log.csv", log));
    }

    public static Scenario Sound(string yaml, string? log = null)
    {
        var reading = Read(yaml, log);
        Assert.Empty(reading.Faults);
        return reading.Scenario!;
    }
}
