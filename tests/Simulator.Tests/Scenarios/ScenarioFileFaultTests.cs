using CsCheck;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Tests.Scenarios;

public sealed class ScenarioFileFaultTests
{
    // what is sound | what replaces it | where the fault is | a text on its line | part of its message
    [Theory]
    [InlineData("region: eu-central-1", "region: eu-centrl-1", "region", "eu-centrl-1", "Did you mean \"eu-central-1\"?")]
    [InlineData("region: eu-central-1\n", "", "region", "name: small", "\"region\" is missing")]
    [InlineData("start: 2026-03-02", "start: 02.03.2026", "start", "02.03.2026", "is no start; write a date or time such as")]
    [InlineData("start: 2026-03-02", "start: 0026-03-02", "start", "0026-03-02", "year must be from 1970 to 2200")]
    [InlineData("start: 2026-03-02\n", "", "start", "name: small", "\"start\" is missing")]
    [InlineData("horizon: 7 d\n", "", "horizon", "name: small", "\"horizon\" is missing")]
    [InlineData("horizon: 7 d", "horizon: 7", "horizon", "horizon: 7", "\"7\" has no unit; write a number and a unit (s, min, h, d), such as \"60 min\"")]
    [InlineData("horizon: 7 d", "horizon: 0 d", "horizon", "horizon: 0", "must be from 1 s to 731 d")]
    [InlineData("horizon: 7 d", "horizon: 732 d", "horizon", "horizon:", "732 d is out of bounds")]
    [InlineData("horizon: 7 d", "horizon: 999999999999 d", "horizon", "horizon:", "is out of bounds")]
    [InlineData("horizon: 7 d", "horizon: 1 days", "horizon", "horizon:", "such as \"1 d\"")]
    [InlineData("horizon: 7 d", "horizon: 7 weeks", "horizon", "horizon:", "\"weeks\" is no unit of a duration")]
    [InlineData("horizon: 7 d", "horizon: 0.5 s", "horizon", "horizon:", "out of bounds")]
    [InlineData("horizon: 7 d", "horizon: 1.5 s", "horizon", "horizon:", "use a multiple of 1 s")]
    [InlineData("horizon: 7 d", "horizon:", "horizon", "horizon:", "\"\" is no duration")]
    [InlineData("horizon: 7 d", "horizon: [7 d]", "horizon", "horizon:", "a single value, no list and no map")]
    [InlineData("seed: 7", "seed: -7", "seed", "seed: -7", "is no seed; write a whole number from 0")]
    [InlineData("account: acme", "account: acme & sons", "account", "acme &", "is no name; use up to 64 letters")]
    [InlineData("quota: 30", "quota: 19", "quota", "quota: 19", "have 20 desktops, but the quota is 19 (20 unless stated); write \"quota: 20\"")]
    [InlineData("quota: 30", "quotas: 30", "quotas", "quotas", "Did you mean \"quota\"?")]
    [InlineData("quota: 30", "quota: 30\nquota: 31", "quota", "quota: 31", "given twice, first in line 7")]
    [InlineData("vCpu: 1\n    memory: 2 GiB", "memory: 2 GiB", "hostTypes[0].vCpu", "name: tiny", "\"vCpu\" is missing")]
    [InlineData("memory: 2 GiB", "memory: 2 GB", "hostTypes[0].memory", "2 GB", "\"GB\" is no unit of a memory size; write a number and a unit (MiB, GiB, TiB)")]
    [InlineData("memory: 2 GiB", "memory: 2.0001 GiB", "hostTypes[0].memory", "2.0001", "use a multiple of 1 MiB")]
    [InlineData("name: tiny", "name: tiny\n    overcommit: 17", "hostTypes[0].overcommit", "overcommit", "must be from 0.1 to 16")]
    [InlineData("name: tiny", "name: tiny\n    startSlots: none", "hostTypes[0].startSlots", "startSlots", "is no whole number")]
    [InlineData("zone: eu-central-1b", "zone: eu-central-1z", "hosts[1].zone", "1z", "No directory uses the availability zone \"eu-central-1z\"")]
    [InlineData("type: general", "type: generl", "hosts[0].type", "generl", "Did you mean \"general\"?")]
    [InlineData("type: general", "type: tiny", "hosts[0].type", "type: tiny", "Group \"office\" may be placed here, but a host of type \"tiny\" (1 vCPU, 2 GiB) is too small for one Standard desktop (2 vCPU, 4 GiB)")]
    [InlineData("count: 1", "count: -1", "hosts[0].count", "count: -1", "-1 is out of bounds; it must be from 0 to 100000")]
    [InlineData("count: 1", "count: 1.5", "hosts[0].count", "count: 1.5", "is no whole number")]
    [InlineData("count: 1", "cuont: 1", "hosts[0].cuont", "cuont", "Did you mean \"count\"?")]
    [InlineData("count: 1", "count: 1\n    owner: nobody", "hosts[0].owner", "owner", "write one of account, provider")]
    [InlineData("count: 1", "count: 0", "directories[0]", "name: staff", "The dedicated directory \"staff\" has no host of the account in eu-central-1a")]
    [InlineData("count: 1", "count: 1\n    owner: provider", "directories[0]", "name: staff", "no host of the account in eu-central-1a")]
    [InlineData("[eu-central-1a, eu-central-1b]", "[eu-central-1a, eu-central-1a]", "directories[0].zones[1]", "zones", "given twice; a directory needs two different")]
    [InlineData("[eu-central-1a, eu-central-1b]", "[eu-central-1a, us-east-1b]", "directories[0].zones[1]", "zones", "is no availability zone of eu-central-1; write one of eu-central-1a")]
    [InlineData("[eu-central-1a, eu-central-1b]", "[eu-central-1a]", "directories[0].zones", "zones", "exactly two availability zones")]
    [InlineData("[eu-central-1a, eu-central-1b]", "eu-central-1a", "directories[0].zones", "zones", "Here belongs a list")]
    [InlineData("dedicated: true", "dedicated: yes", "directories[0].dedicated", "dedicated", "write one of true, false")]
    [InlineData("rootVolume: 80 GB", "rootVolume: 0 GB", "bundles[0].rootVolume", "rootVolume", "must be from 1 GB to 16 TB")]
    [InlineData("users: 10", "users: 0", "groups[0].users", "users: 0", "0 is out of bounds; it must be from 1 to 1000000")]
    [InlineData("    users: 10\n", "", "groups[0].users", "name: office", "\"users\" is missing")]
    [InlineData("directory: staff", "directory: stuff", "groups[0].directory", "stuff", "There is no directory \"stuff\"; write one of staff. Did you mean \"staff\"?")]
    [InlineData("bundle: Standard", "bundle: standard", "groups[0].bundle", "standard", "There is no bundle \"standard\"")]
    [InlineData("bundle: Standard", "bundle: Graphics", "groups[0].bundle", "Graphics", "Group \"office\" needs hosts with GPUs in eu-central-1a, and none is listed")]
    [InlineData("mode: AutoStop", "mode: Autostop", "groups[0].mode", "Autostop", "Did you mean \"AutoStop\"?")]
    [InlineData("autoStop: 60 min", "autoStop: 90 min", "groups[0].autoStop", "90 min", "no whole multiple of 60 min; write one from 60 min to 2880 min")]
    [InlineData("autoStop: 60 min", "autoStop: 30 min", "groups[0].autoStop", "30 min", "must be from 1 h to 2 d")]
    [InlineData("autoStop: 60 min", "autoStop: 49 h", "groups[0].autoStop", "49 h", "out of bounds")]
    [InlineData("mode: AlwaysOn", "mode: AlwaysOn\n    autoStop: 120 min", "groups[1].autoStop", "120 min", "An AlwaysOn desktop never stops by itself")]
    [InlineData("timeZone: Europe/Berlin", "timeZone: Europe/Berlim", "groups[0].timeZone", "Berlim", "Did you mean \"Europe/Berlin\"?")]
    [InlineData("name: calls", "name: Office", "groups[1].name", "Office", "is taken in line")]
    [InlineData("attendance: 90 %", "attendance: 0.9", "groups[0].sessions.attendance", "0.9", "\"0.9\" has no unit; write a number and a unit (%), such as \"90 %\"")]
    [InlineData("attendance: 90 %", "attendance: 101 %", "groups[0].sessions.attendance", "101", "must be from 0 % to 100 %")]
    [InlineData("mean: 08:45", "mean: 8.45", "groups[0].sessions.firstLogin.mean", "8.45", "is no time of day from 00:00 to 23:59")]
    [InlineData("mean: 08:45", "mean: 24:00", "groups[0].sessions.firstLogin.mean", "24:00", "is no time of day from 00:00 to 23:59")]
    [InlineData("perDay: 1.5", "perDay: 0.5", "groups[0].sessions.perDay", "perDay", "must be from 1 to 24")]
    [InlineData("p90: 7 h", "p90: 2 h", "groups[0].sessions.length.p90", "p90", "The p90 is below the median")]
    [InlineData("share: 10 %", "share: 9 %", "driver.resume.latency", "latency", "The shares sum to 99 %")]
    [InlineData("to: 60 s", "to: 40 s", "driver.resume.latency[1].to", "to: 40", "ends before it begins")]
    [InlineData("fail: 1 %", "fail: 60 %\n    stall: 41 %", "driver.resume.stall", "stall", "more than 100 %")]
    [InlineData("driver:", "drivers:", "drivers", "drivers", "Did you mean \"driver\"?")]
    [InlineData("quota: 30", "quota: 30\ntrace: { repeatUsers: 2, users: 20 }", "trace.users", "trace", "exclude each other")]
    [InlineData("quota: 30", "quota: 30\ntrace: {}", "trace", "trace", "none is given")]
    [InlineData("quota: 30", "quota: *many", "quota", "*many", "The alias \"*many\" has no anchor before it")]
    [InlineData("quota: 30", "quota: !!int 30", "quota", "!!int", "is not allowed; leave it out")]
    public void Read_OneThingBroken_NamesPathLineAndMend(string sound, string broken, string path, string onLine, string message)
    {
        var yaml = ScenarioText.With(sound, broken);

        var reading = ScenarioText.Read(yaml);

        Assert.Null(reading.Scenario);
        var fault = Assert.Single(reading.Faults, fault => fault.Path == path && fault.Message.Contains(message, StringComparison.Ordinal));
        Assert.Equal(ScenarioText.LineOf(yaml, onLine), fault.Line);
        Assert.EndsWith("small.yaml", fault.File, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "The file is empty")]
    [InlineData("# nothing but this\n", 1, "The file is empty")]
    [InlineData("- one\n- two\n", 1, "A scenario is a map")]
    [InlineData("name: a\nregion: [b\n", 3, "This is not YAML")]
    [InlineData("name: a\nhosts: [\n{ b: c\n", 4, "This is not YAML")]
    [InlineData("name: a\nregion: {u\nstart: b: c\n", 2, "something after this line")]
    [InlineData("name: \"a\nregion: b\n", 1, "This is not YAML")]
    [InlineData("a:\n\tb: 1\nc:\n  \td: 2\n", 2, "holds a tab")]
    [InlineData("a:\n\tb: 1\nc:\n  \td: 2\n", 4, "holds a tab")]
    [InlineData("name: a\n---\nname: b\n", 2, "A second document begins here")]
    [InlineData("? [a, b]\n: c\n", 1, "A key must be a plain word")]
    public void Read_NoScenarioAtAll_SaysSo(string yaml, int line, string message)
    {
        var reading = ScenarioText.Read(yaml);

        Assert.Null(reading.Scenario);
        Assert.Contains(reading.Faults, fault => fault.Line == line && fault.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_SeveralThingsBroken_FindsAllInOrderOfLines()
    {
        var yaml = ScenarioText.Valid
            .Replace("horizon: 7 d", "horizon: 7", StringComparison.Ordinal)
            .Replace("mode: AlwaysOn", "mood: AlwaysOn", StringComparison.Ordinal)
            .Replace("type: general", "type: huge", StringComparison.Ordinal)
            .Replace("bundle: Standard", "bundle: Standart", StringComparison.Ordinal);

        var paths = ScenarioText.Read(yaml).Faults.Select(fault => fault.Path);

        Assert.Equal(["horizon", "hosts[0].type", "hosts[1].type", "groups[0].bundle", "groups[1].mood"], paths);
    }

    [Fact]
    public void Read_ItemThatIsNoMap_KeepsThePlacesOfTheOthers()
    {
        var yaml = ScenarioText.With("  - zone: eu-central-1a\n    type: general\n    count: 1\n", "  - none\n").Replace("count: 1", "count: x", StringComparison.Ordinal);

        var faults = ScenarioText.Read(yaml).Faults;

        Assert.Contains(faults, fault => fault.Path == "hosts[0]" && fault.Message.Contains("a map of keys and values", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Path == "hosts[1].count");
    }

    [Fact]
    public void Read_NestingBomb_IsAFault()
    {
        var reading = ScenarioText.Read("name: " + new string('[', 100_000));

        Assert.Contains("deeper than 16", Assert.Single(reading.Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnchorBomb_IsRefusedWithoutUnfolding()
    {
        var levels = Enumerable.Range(1, 60).Select(level => $"k{level}: &a{level} [*a{level - 1}, *a{level - 1}, *a{level - 1}]");

        var reading = ScenarioText.Read("k0: &a0 [x]\n" + string.Join('\n', levels));

        Assert.Contains("unfold into more than", Assert.Single(reading.Faults).Message, StringComparison.Ordinal);
    }

    private static readonly string[] Pieces =
        ["", "\n", ": ", "[", "{", "- ", "\"", "&a ", "*a", "!", "?", "%", "999999999999", "\0", "#", "|", "\u2028", "\u20ac"];

    /// <summary>Letters lost, doubled and swapped anywhere: the file is read or has faults, and nothing is thrown.</summary>
    [Fact]
    public void Read_AnyDamage_NeverThrows()
    {
        using var folder = new TempFolder();
        var damages = Gen.Select(Gen.Int[0, ScenarioText.Valid.Length - 1], Gen.Int[0, 12], Gen.OneOf(Pieces.Select(Gen.Const).ToArray())).Array[1, 4];

        damages.Sample(
            damage =>
            {
                var text = damage.Aggregate(ScenarioText.Valid, (yaml, hit) => Damage(yaml, hit.Item1, hit.Item2, hit.Item3));
                var reading = ScenarioFile.Read(folder.Write("damaged.yaml", text));
                return reading.Scenario is null != reading.Faults.IsEmpty;
            },
            iter: 3000,
            threads: 1);
    }

    private static string Damage(string yaml, int place, int removed, string added)
    {
        place = Math.Min(place, yaml.Length);
        return yaml.Remove(place, Math.Min(removed, yaml.Length - place)).Insert(place, added);
    }

    [Fact]
    public void Read_MissingFile_IsAFault()
    {
        using var folder = new TempFolder();

        var reading = ScenarioFile.Read(folder.Missing("none.yaml"));

        Assert.Contains("no such file", Assert.Single(reading.Faults).Message, StringComparison.Ordinal);
        Assert.Equal("", reading.ContentHash);
    }

    [Fact]
    public void Read_FileTooLargeOrNoText_IsAFault()
    {
        using var folder = new TempFolder();

        var large = ScenarioFile.Read(folder.Write("large.yaml", new byte[ScenarioFile.MaxBytes + 1]));
        var binary = ScenarioFile.Read(folder.Write("binary.yaml", [0x6e, 0xff, 0xfe]));

        Assert.Contains("larger than 1 MiB", Assert.Single(large.Faults).Message, StringComparison.Ordinal);
        Assert.Contains("not UTF-8", Assert.Single(binary.Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault_AsText_IsWhatEditorsUnderstand() =>
        Assert.Equal("a.yaml:3: hosts[1].count: Wrong.", new Fault("hosts[1].count", 3, "Wrong.") { File = "a.yaml" }.ToString());
}
