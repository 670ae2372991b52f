namespace DeskFleet.Simulator.Scenarios.Yaml;

/// <summary>Writes one of the <c>groups</c>.</summary>
internal static class GroupYaml
{
    public static void Write(YamlWriter yaml, UserGroup group)
    {
        yaml.Value("name", group.Name)
            .Value("users", Written.Whole(group.Users))
            .Value("directory", group.Directory)
            .Value("bundle", group.Bundle)
            .Value("mode", group.Mode.ToString());
        if (group.Mode == RunningModeName.AutoStop) yaml.Value("autoStop", Written.Time(group.AutoStop));
        yaml.Value("timeZone", group.TimeZone).Map("sessions", map => Sessions(map, group.Sessions));
    }

    private static void Sessions(YamlWriter yaml, SessionPattern pattern) => yaml
        .Value("attendance", Written.Share(pattern.Attendance))
        .Value("weekend", Written.Share(pattern.Weekend))
        .Map("firstLogin", map => map.Value("mean", Written.Clocked(pattern.FirstLogin)).Value("deviation", Written.Time(pattern.FirstLoginDeviation)))
        .Value("perDay", Written.Number(pattern.PerDay))
        .Map("length", map => Spread(map, pattern.Length))
        .Map("gap", map => Spread(map, pattern.Gap));

    private static void Spread(YamlWriter yaml, Spread spread) => yaml
        .Value("median", Written.Time(spread.Median))
        .Value("p90", Written.Time(spread.P90));
}
