using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Tests.Scenarios;

public sealed class ImportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ImportTests() => _folder.Write("base.yaml", ScenarioText.Valid);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Import_OverridesByKeyAndByName()
    {
        var scenario = Read("importFrom: base.yaml\nseed: 9\nquota: 60\ngroups: [{ name: calls, users: 40 }, { name: more, users: 2, directory: staff, bundle: Value }]\n").Scenario!;

        Assert.Equal((9UL, "eu-central-1", "acme"), (scenario.Seed, scenario.Region, scenario.Account));
        Assert.Equal([("office", 10, "Standard"), ("calls", 40, "Lean"), ("more", 2, "Value")], scenario.Groups.Select(group => (group.Name, group.Users, group.Bundle)));
    }

    [Fact]
    public void Read_ListWithoutNames_TakesThePlaceOfTheBase()
    {
        var hosts = Read("importFrom: base.yaml\nhosts: [{ zone: eu-central-1a, type: general, count: 2 }, { zone: eu-central-1b, type: general, count: 3 }]\n").Scenario!.Hosts;

        Assert.Equal([2, 3], hosts.Select(group => group.Count));
    }

    [Fact]
    public void Read_FaultOfTheBase_IsToldWithItsFileAndLine()
    {
        _folder.Write("broken.yaml", ScenarioText.Valid.Replace("autoStop: 60 min", "autoStop: 61 min", StringComparison.Ordinal));

        var faults = Read("importFrom: broken.yaml\nseed: x\n").Faults;

        Assert.Equal(["own.yaml:2: seed", $"broken.yaml:{ScenarioText.LineOf(ScenarioText.Valid, "autoStop")}: groups[0].autoStop"], faults.Select(fault => $"{Path.GetFileName(fault.File)}:{fault.Line}: {fault.Path}"));
    }

    [Theory]
    [InlineData("own.yaml", "in a circle of 1")]
    [InlineData("circle.yaml", "in a circle of 2")]
    [InlineData("none.yaml", "no such file")]
    [InlineData("[a]", "Here belongs the name")]
    [InlineData("\"\"", "Here belongs the name")]
    public void Read_ImportThatCannotBe_IsAFault(string import, string message)
    {
        _folder.Write("circle.yaml", "importFrom: own.yaml\n");

        Assert.Contains(Read($"importFrom: {import}\n").Faults, fault => fault.Path == "importFrom" && fault.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_BaseChanged_HasAnotherHash()
    {
        var before = Read("importFrom: base.yaml\n").ContentHash;
        _folder.Write("base.yaml", ScenarioText.Valid + "\n");

        Assert.NotEqual(before, Read("importFrom: base.yaml\n").ContentHash);
    }

    private ScenarioReading Read(string yaml) => ScenarioFile.Read(_folder.Write("own.yaml", yaml));
}
