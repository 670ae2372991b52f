using System.Diagnostics;
using System.Text.Json;
using DeskFleet.Core.Identity;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Packages;

/// <summary>Somebody's own driver in the durable silo: the program of the guide, built from the packages alone.</summary>
public sealed class SiloPackageTests(PostgresServer postgres)
{
    /// <summary>In the place of the example's first lines: tries its driver, and says what is broken.</summary>
    private const string Contract = """
        using DeskFleet.Testing.Drivers;

        var broken = await DesktopDriverContract.Check(new Sleepers());
        Console.WriteLine(broken.Count == 0 ? "kept" : string.Join('\n', broken));

        public sealed class Sleepers : DriverUnderTest
        {
            public override IDesktopDriver Start(IDriverSink sink) => new ProcessDriver(sink, Directory.CreateDirectory("machines"));

            public override bool Crash() => true;
        }

        """;

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="DeskFleet.Silo" Version="*" />
            <PackageReference Include="DeskFleet.Testing" Version="*" />
          </ItemGroup>
        </Project>
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Driver_OfTheGuide_RunsMachinesUnderTheDurableSiloAndOverItsKill()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        using var feed = new PackageFeed();
        await feed.Pack("grains/Core", "grains/Contracts", "grains/Grains", "grains/Testing", "silo");
        var program = await feed.Build(Project, await Example());
        var machines = Path.Combine(Path.GetDirectoryName(program)!, "machines");
        try
        {
            await Live(program, store, machines);
        }
        finally
        {
            foreach (var left in Processes(machines))
                left.Kill();
        }
    }

    [Fact]
    public async Task Driver_OfTheGuide_KeepsTheContract()
    {
        using var feed = new PackageFeed();
        await feed.Pack("grains/Core", "grains/Contracts", "grains/Grains", "grains/Testing", "silo");
        var example = await Example();
        var (usings, driver) = (example[..example.IndexOf("\n\n", StringComparison.Ordinal)], example[example.IndexOf("/// <summary>A desktop", StringComparison.Ordinal)..]);

        var said = await PackageFeed.Run(await feed.Build(Project, $"{usings}\n{Contract}\n{driver}"));

        Assert.Equal("kept", said.Trim());
    }

    private static Task<string> Example() =>
        File.ReadAllTextAsync(Path.Combine(PackageFeed.Root, "tests", "Durable.Tests", "Examples", "DriverExample.cs"), TestContext.Current.CancellationToken);

    private static async Task Live(string program, Store store, string machines)
    {
        WorkSpaceId ann;
        using (var silo = await RunningSilo.StartProgram(program, store, ("MACHINES", machines)))
        {
            await silo.Fleet.SetUp();
            ann = await silo.Fleet.LaunchOne("ann");
            Assert.True(Runs(machines, ann));
            await silo.Fleet.Stop(ann, new(Fleet.NewId()));
            await silo.Fleet.Until(ann, Patience, Lifecycle.Stopped);
            Assert.False(Runs(machines, ann));
            await silo.Fleet.Start(ann, new(Fleet.NewId()));
            await silo.Fleet.Until(ann, Patience, Lifecycle.Available);
            await silo.Kill();
        }

        Assert.True(Runs(machines, ann));
        using (var silo = await RunningSilo.StartProgram(program, store, ("MACHINES", machines)))
        {
            await silo.Fleet.Terminate(ann, new(Fleet.NewId()));
            await silo.Fleet.Until(ann, Patience, Lifecycle.Terminated);
            Assert.False(Runs(machines, ann));
            await silo.Kill();
        }
    }

    private static bool Runs(string machines, WorkSpaceId id) => Processes(machines, $"{id}.json").Any();

    /// <summary>What the driver has written down and is there.</summary>
    private static IEnumerable<Process> Processes(string machines, string files = "*.json")
    {
        foreach (var file in Directory.Exists(machines) ? Directory.GetFiles(machines, files) : [])
        {
            using var known = JsonDocument.Parse(File.ReadAllText(file));
            var id = known.RootElement.GetProperty("Process");
            if (id.ValueKind == JsonValueKind.Number && Process.GetProcesses().FirstOrDefault(process => process.Id == id.GetInt32()) is { ProcessName: "sleep" } process)
                yield return process;
        }
    }
}
