namespace DeskFleet.Simulator.Scenarios.Yaml;

/// <summary>Writes <c>driver</c>.</summary>
internal static class DriverYaml
{
    public static void Write(YamlWriter yaml, DriverSpec driver) => yaml
        .Map("provision", map => Verb(map, driver.Provision))
        .Map("resume", map => Verb(map, driver.Resume))
        .Map("hibernate", map => Verb(map, driver.Hibernate))
        .Map("reboot", map => Verb(map, driver.Reboot))
        .Map("rebuild", map => Verb(map, driver.Rebuild))
        .Map("terminate", map => Verb(map, driver.Terminate));

    private static void Verb(YamlWriter yaml, VerbSpec verb) => yaml
        .List("latency", verb.Latency, Range)
        .Value("fail", Written.Share(verb.Fail))
        .Value("stall", Written.Share(verb.Stall))
        .Value("twice", Written.Share(verb.Twice));

    private static void Range(YamlWriter yaml, LatencyRange range) => yaml
        .Value("share", Written.Share(range.Share))
        .Value("from", Written.Time(range.From))
        .Value("to", Written.Time(range.To));
}
