using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Packages;

/// <summary>A backend elsewhere joins a real silo.</summary>
public sealed class ContractsPackageTests(PostgresServer postgres)
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="DeskFleet.Contracts" Version="*" />
          </ItemGroup>
        </Project>
        """;

    private const string Program = """
        using DeskFleet.Contracts;
        using DeskFleet.Core.Kernel;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Logging;

        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.AddDeskFleetClient(client => client.GatewayPort = int.Parse(args[0]));
        using var app = builder.Build();
        await app.StartAsync();
        var fleet = app.Services.GetRequiredService<FleetClient>();

        var (id, limits) = (fleet.NewId(), default(Reply));
        while (limits is null)
        {
            try
            {
                limits = await fleet.SetLimits(id, new("acme", "us-east-1"), new(10, GraphicsMonthlyEnabled: false));
            }
            catch (TimeoutException)
            {
                // Unknown: ask again under the same id.
            }
        }

        Console.WriteLine($"{limits.GetType().Name}, {(await fleet.Describe(new("ws-000000000")) is null ? "no such WorkSpace" : "found")}");
        await app.StopAsync();
        """;

    [Fact]
    public async Task Packages_InAFreshProject_JoinARealSilo()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        using var silo = await RunningSilo.Start(store);
        using var feed = new PackageFeed();
        await feed.Pack("grains/Core", "grains/Contracts");

        var said = await PackageFeed.Run(await feed.Build(Project, Program), $"{store.GatewayPort}");

        Assert.Equal("Accepted, no such WorkSpace", said.Trim());
        await silo.Kill();
    }
}
