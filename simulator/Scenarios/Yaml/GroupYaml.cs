using DeskFleet.Core.Applications;

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
        yaml.Value("timeZone", group.TimeZone).Map("sessions", map => SessionsYaml.Write(map, group.Sessions));
        if (group.GrowthPerWeek > 0) yaml.Map("growth", map => map.Value("perWeek", Written.Number(group.GrowthPerWeek)));
        if (!group.Clients.IsEmpty) yaml.Map("clients", map => Clients(map, group));
        yaml.Map("patience", map => Patience(map, group.Patience));
        if (group.Encryption is { } encryption) yaml.Map("encryption", map => Encryption(map, encryption));
        yaml.List("tags", group.Tags, (map, tag) => map.Value("key", tag.Key).Value("value", tag.Value));
        if (group.Traffic is { } traffic) yaml.Map("traffic", map => Traffic(map, traffic));
        yaml.List("applications", group.Applications, Application);
        if (!group.Thresholds.IsEmpty) yaml.Map("thresholds", map => ScenarioYaml.Thresholds(map, group.Thresholds));
    }

    private static void Traffic(YamlWriter yaml, TrafficSpec traffic) => yaml
        .Value("quiet", Written.Number(traffic.QuietKbps))
        .Value("busy", Written.Number(traffic.BusyKbps))
        .Value("busyShare", Written.Share(traffic.BusyShare))
        .Value("egress", Written.Memory(traffic.EgressMiB));

    private static void Application(YamlWriter yaml, ApplicationSpec application) => yaml
        .Value("name", application.Name)
        .Value("source", application.Source == ApplicationSource.Package ? "package" : "marketplace")
        .Value("started", Written.Share(application.Started));

    private static void Encryption(YamlWriter yaml, EncryptionSpec encryption) => yaml
        .Value("root", Written.Switch(encryption.Root))
        .Value("user", Written.Switch(encryption.User))
        .Value("key", encryption.Key);

    private static void Patience(YamlWriter yaml, Patience patience)
    {
        yaml.Value("reconnectAfter", Written.Time(patience.ReconnectAfter)).Value("retries", Written.Whole(patience.Retries));
        if (patience.Retries > 0) yaml.Value("retryAfter", Written.Time(patience.RetryAfter));
    }

    private static void Clients(YamlWriter yaml, UserGroup group)
    {
        foreach (var (client, share) in group.Clients) yaml.Value(client, Written.Share(share));
    }
}
