namespace DeskFleet.Simulator.Scenarios.Yaml;

/// <summary>Writes <c>enrolment</c> of a fleet.</summary>
internal static class EnrolmentYaml
{
    public static void Write(YamlWriter yaml, EnrolmentSpec enrolment)
    {
        if (enrolment.Begins is { } begins) yaml.Value("begins", Written.Instant(begins));
        if (enrolment.Activates is { } activates) yaml.Value("activates", Written.Instant(activates));
        if (enrolment.Expires is { } expires) yaml.Value("expires", Written.Instant(expires));
        yaml.Value("softwareAssurance", Written.Switch(enrolment.HasSoftwareAssurance))
            .Value("seats", Written.Whole(enrolment.Terms.Seats))
            .Value("count", enrolment.Terms.Count.ToString());
    }
}
