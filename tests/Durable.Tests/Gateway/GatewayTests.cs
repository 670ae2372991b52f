using System.Net;
using DeskFleet.Contracts;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Process;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeskFleet.Durable.Tests.Gateway;

/// <summary>What a backend in another process can and cannot do, against the program itself.</summary>
public sealed class GatewayTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backend_CallingTheRuntime_IsRefusedAndLogged()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        using var silo = await RunningSilo.Start(store);
        var client = silo.Backend.GetRequiredService<IClusterClient>();

        var refused = await Assert.ThrowsAsync<UnauthorizedAccessException>(() => client.GetGrain<IManagementGrain>(0).GetHosts());

        Assert.Contains("is not for backends", refused.Message, StringComparison.Ordinal);
        Assert.Contains(silo.Log, line => line.Contains("Refused at the gateway", StringComparison.Ordinal));
        Assert.Null(await silo.Fleet.Describe(new("ws-000000000")));
        await silo.Kill();
    }

    [Fact]
    public void PublicGrains_AreTheInterfacesOfTheContracts() => Assert.Equal(
        typeof(FleetClient).Assembly.GetTypes().Where(type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable))).Select(type => type.FullName).Order(),
        PublicGrains.Interfaces.Select(type => type.FullName).Order());

    /// <summary>As the system itself lists who listens where.</summary>
    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Ports_UnlessToldOtherwise_ListenOnLoopbackOnly(StoreKind kind)
    {
        const string Loopback = "0100007F";
        Assert.SkipUnless(File.Exists("/proc/net/tcp"), "Only Linux lists them so.");
        using var store = Store.Of(kind, postgres);
        using var silo = await RunningSilo.Start(store);

        var listening = File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns[3] == "0A")
            .Select(columns => columns[1].Split(':'))
            .ToLookup(address => Convert.ToInt32(address[1], 16), address => address[0]);

        Assert.Equal([Loopback], listening[store.GatewayPort]);
        Assert.Equal([Loopback], listening[store.SiloPort]);
        await silo.Kill();
    }

    [Fact]
    public async Task Backend_OfAClusterThatLosesASilo_GoesOnThroughAnother()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        var ports = (First: SiloProcess.FreePort(), Second: SiloProcess.FreePort());
        using var first = await Silo(store, ports.First);
        using var second = await Silo(store, ports.Second);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.AddDeskFleetClient(client =>
        {
            client.Gateways.Add(new(IPAddress.Loopback, ports.First));
            client.Gateways.Add(new(IPAddress.Loopback, ports.Second));
        });
        using var backend = builder.Build();
        await backend.StartAsync(Cancellation);
        var fleet = backend.Services.GetRequiredService<FleetClient>();
        await fleet.SetUp();
        var launch = Fleet.Launch("ann");

        await first.Kill();
        var launched = await Repeated(() => fleet.Launch(launch));

        Assert.Equal(launch.OperationId.ToWorkSpaceId(), Assert.IsType<Launched>(launched).WorkSpace);
        await backend.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Postgres_WrongPassword_EndsWithOneSentenceAndNoSecret()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        using var silo = new SiloProcess(
            [.. store.Arguments, .. store.Ports, "--gateway-port", $"{store.GatewayPort}"],
            (StoreSettings.ConnectionVariable, postgres.ConnectionOfAStranger("geheim")));

        Assert.Equal(1, await silo.Exit());

        var said = Assert.Single(silo.Errors);
        Assert.Matches("^deskfleet-silo: PostgreSQL database .* refuses the user 'stranger'; mend user and password in the connection string.$", said);
        Assert.DoesNotContain(silo.Output.Concat(silo.Errors), line => line.Contains("geheim", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Postgres_AtTheLoudestLogLevel_NeverSaysTheConnectionString()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        using var silo = await RunningSilo.Start(store, [("Logging__LogLevel__Default", "Trace"), ("Logging__LogLevel__Orleans", "Trace"), ("Logging__LogLevel__Npgsql", "Trace")]);
        await silo.Fleet.SetUp();
        await silo.Fleet.LaunchOne("ann");
        await silo.Kill();

        Assert.True(silo.Log.Count() > 100, "It has said little.");
        Assert.DoesNotContain(silo.Log, line => line.Contains(PostgresServer.Secret, StringComparison.Ordinal));
    }

    /// <summary>An exception means "unknown": asked again under the same operation id until there is an answer.</summary>
    private static async Task<T> Repeated<T>(Func<Task<T>> question)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await question();
            }
#pragma warning disable CA1031 // Whatever it is, it means "unknown".
            catch (Exception) when (attempt < 60)
#pragma warning restore CA1031
            {
                await Task.Delay(1000, Cancellation);
            }
        }
    }

    private static async Task<SiloProcess> Silo(Store store, int gatewayPort)
    {
        var silo = new SiloProcess(
            [
                .. store.Arguments, "--urls", $"http://127.0.0.1:{SiloProcess.FreePort()}", "--silo-port", $"{SiloProcess.FreePort()}",
                "--gateway-port", $"{gatewayPort}", "--driver-time-scale", "3000",
            ],
            store.Environment);
        await silo.Says("DeskFleet listens");
        return silo;
    }
}
