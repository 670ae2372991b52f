using System.Diagnostics;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Packages;

/// <summary>A backend elsewhere: a fresh project that knows DeskFleet only as packages.</summary>
public sealed class ContractsPackageTests(PostgresServer postgres) : IDisposable
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
        using DeskFleet.Core.Accounts;
        using DeskFleet.Core.Identity;
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

        var limits = await fleet.Tell(Entity.Of(new AccountId("acme", "us-east-1")), new SetLimits(10, GraphicsMonthlyEnabled: false));
        Console.WriteLine($"{limits.GetType().Name}, {(await fleet.Describe(new("ws-000000000")) is null ? "no such WorkSpace" : "found")}");
        await app.StopAsync();
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-package-").FullName;

    [Fact]
    public async Task Packages_InAFreshProject_JoinARealSilo()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        using var silo = await RunningSilo.Start(store);
        foreach (var project in new[] { "Core", "Contracts" })
            await Dotnet(Root(), "pack", $"grains/{project}", "-c", "Release", "--no-build", "-o", Path.Combine(_folder, "feed"));
        await Write("nuget.config", NugetConfig());
        await Write("backend.csproj", Project);
        await Write("Program.cs", Program);

        await Dotnet(_folder, "build", "-c", "Release", "-o", "out");
        var said = await Dotnet(_folder, "exec", "out/backend.dll", $"{store.GatewayPort}");

        Assert.Equal("Accepted, no such WorkSpace", said.Trim());
        await silo.Kill();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Our packages come from the feed alone and into a folder of their own; what they need is in the user's cache since the build.</summary>
    private static string NugetConfig()
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <fallbackPackageFolders><clear /><add key="cache" value="{cache}" /></fallbackPackageFolders>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
            </configuration>
            """;
    }

    private Task Write(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text, TestContext.Current.CancellationToken);

    private static async Task<string> Dotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {output} {await errors}");
        return output;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Orleans.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
