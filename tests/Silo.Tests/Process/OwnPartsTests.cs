namespace DeskFleet.Silo.Tests.Process;

public sealed class OwnPartsTests
{
    private static readonly SiloSettings Settings = new("http://127.0.0.1:8080", 11111, 30000, 600, LogFormat.Text) { MachineFile = "machines.db", MachineFaults = "faults" };

    [Fact]
    public void Faults_StandInsOptionsBesideADriverOfOnesOwn_AreNamedOneByOne()
    {
        var faults = new OwnParts { HasDriver = true }.Faults(Settings).ToList();

        Assert.Equal(["--machine-file", "--machine-faults", "--driver-time-scale"], faults.Select(fault => fault.Split(' ')[0]));
        Assert.All(faults, fault => Assert.EndsWith("leave it out.", fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_StandInsOptionsWithTheStandIn_AreNone() => Assert.Empty(new OwnParts().Faults(Settings));
}
