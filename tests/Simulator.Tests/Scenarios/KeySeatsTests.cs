namespace DeskFleet.Simulator.Tests.Scenarios;

/// <summary>A commitment of 200 seats and a key's limit of 30 must be planned together (interaction 8).</summary>
public sealed class KeySeatsTests
{
    [Theory]
    [InlineData(30, null)]
    [InlineData(31, "share the groups among 2 keys of 30 seats")]
    [InlineData(200, "share the groups among 7 keys of 30 seats")]
    [Trait("Rule", "INT-08")]
    [Trait("RulePart", "ENC-04")]
    public void Read_EncryptedDedicatedFleet_SaysHowManyKeysItNeeds(int desktops, string? said)
    {
        var yaml = ScenarioText.Valid
            .Replace("quota: 30", "quota: 300\nkeys:\n  - name: ours", StringComparison.Ordinal)
            .Replace("    users: 10\n    directory: staff\n    bundle: Standard", $"    users: {desktops}\n    directory: staff\n    bundle: Standard\n    encryption: {{ key: ours }}", StringComparison.Ordinal);

        var faults = ScenarioText.Read(yaml).Faults.Where(fault => fault.Path == "keys[0]");

        Assert.Equal(said is null ? 0 : 1, faults.Count(fault => said is not null && fault.Message.Contains(said, StringComparison.Ordinal)));
        Assert.Equal(said is null, !faults.Any());
    }
}
