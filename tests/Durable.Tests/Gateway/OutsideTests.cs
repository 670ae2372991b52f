using System.Reflection;
using DeskFleet.Contracts;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeskFleet.Durable.Tests.Gateway;

/// <summary>What somebody outside can send, against the program itself: a name is only his word, and so is what his message says of itself.</summary>
public sealed class OutsideTests(PostgresServer postgres)
{
    private static readonly WorkSpaceId Nobody = new("ws-000000000");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IEnumerable<Type> Commands => typeof(Command).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(Command)) && !type.IsAbstract);

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Backend_ThatCallsItselfOneOfTheSilos_StaysOutside(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        using var silo = await RunningSilo.Start(store);
        using var impostor = Impostor(store.GatewayPort);
        await impostor.StartAsync(Cancellation);
        var client = impostor.Services.GetRequiredService<IClusterClient>();

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => client.GetGrain<IManagementGrain>(0).GetHosts());
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => client.GetGrain<IAccountGrain>("acme/us-east-1").Send(new CorrectCount("WorkSpaces", 1, 0)));

        Assert.Contains(silo.Log, line => line.Contains("Refused at the gateway: sys.client/hosted-", StringComparison.Ordinal));
        await impostor.StopAsync(Cancellation);
        await silo.Kill();
    }

    [Fact]
    public async Task InnerMessages_FromOutside_AreAllRefused()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        using var silo = await RunningSilo.Start(store);
        var grain = silo.Backend.GetRequiredService<IGrainFactory>().GetGrain<Contracts.WorkSpaces.IWorkSpaceGrain>(Nobody.Value);
        var inner = Commands.Where(type => !type.IsDefined(typeof(FromOutsideAttribute), inherit: true)).ToList();
        Assert.Superset(
            new HashSet<string> { "LeasePlace", "FailImage", "ReleaseSlot", "CorrectCount", "DriverReported", "Wake", "Answered" },
            inner.Select(type => type.Name).ToHashSet());

        foreach (var type in inner)
        {
            var command = (Command)new Samples().Of(type);
            var refused = await Assert.ThrowsAsync<UnauthorizedAccessException>(() => grain.Send(command));
            Assert.Contains(type.Name, refused.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => grain.Send(new Once(Fleet.NewId(), command)));
        }

        await silo.Kill();
    }

    /// <summary>Past the client that would not send them.</summary>
    [Fact]
    public async Task Ids_ThatCannotBe_AreRefusedOnEveryPath()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        using var silo = await RunningSilo.Start(store);
        var grains = silo.Backend.GetRequiredService<IGrainFactory>();
        var (long3000, launch) = (new string('a', 3000), Fleet.Launch("ann"));
        (Entity Entity, Command Command)[] wrong =
        [
            (new(EntityKind.Key, "nonsense"), new Once(Fleet.NewId(), new CreateKey())),
            (Entity.Of(new KeyArn($"arn:aws:kms:us-east-1:acme:key/{long3000}")), new Once(Fleet.NewId(), new CreateKey())),
            (Entity.Of(Nobody), launch with { Directory = default }),
            (Entity.Of(Nobody), launch with { Bundle = new(long3000) }),
            (Entity.Of(Nobody), launch with { OperationId = default }),
            (Entity.Of(new WorkSpaceId("ws-\u001b[31m")), new StopWorkSpace(Fleet.NewId())),
            (new(EntityKind.WorkSpace, long3000), new StopWorkSpace(Fleet.NewId())),
            (Entity.Of(Nobody), new Connect(Fleet.NewId(), UserName.Of("ann"), default)),
            (Entity.Of(Fleet.Account), new Once(Fleet.NewId(), new Core.Directories.RegisterDirectory(new("a/b", "us-east-1"), Fleet.ZoneA, Fleet.ZoneB, false))),
        ];

        foreach (var (entity, command) in wrong)
        {
            var byClient = Assert.IsType<Refused>(await silo.Fleet.Send(entity, command, Cancellation));
            var byGateway = Assert.IsType<Refused>(await grains.GetEntity(entity).Send(command));
            Assert.Equal((RefusalCode.InvalidParameter, byClient), (byGateway.Code, byGateway));
        }

        Assert.Null(await silo.Fleet.Describe(default, Cancellation));
        await using var database = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(store.Arguments[^1], SqliteDatabase.FileName)};Mode=ReadOnly");
        await database.OpenAsync(Cancellation);
        await using var count = database.CreateCommand();
        count.CommandText = "SELECT count(*) FROM fleet_record";
        Assert.Equal(0L, await count.ExecuteScalarAsync(Cancellation));
        await silo.Kill();
    }

    [Fact]
    public async Task Feed_ThatIsCancelled_EndsQuietly()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        using var silo = await RunningSilo.Start(store);
        await silo.Fleet.SetUp();
        var grain = silo.Backend.GetRequiredService<IGrainFactory>().GetGrain<Contracts.Journal.IJournalGrain>(0);
        using var stop = new CancellationTokenSource();

        // What setting up sets in motion is still being written; the reader waits once nothing more comes.
        Task<Core.Journal.JournalPage> waiting;
        do
        {
            waiting = grain.Read(await silo.Fleet.End(Cancellation), 1, Contracts.Journal.IJournalReader.MaxWait, stop.Token);
            await Task.Delay(200, Cancellation);
        }
        while (waiting.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await silo.Fleet.Count(Cancellation);
        Assert.False(silo.Log.Any(line => line.Contains("Refused at the gateway", StringComparison.Ordinal)), string.Join('\n', silo.Log));
        await silo.Kill();
    }

    /// <summary>As the runtime would name the client that the silo itself is.</summary>
    private static IHost Impostor(int gatewayPort)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.AddDeskFleetClient(client => client.GatewayPort = gatewayPort);
        var host = builder.Build();
        var details = host.Services.GetRequiredService(typeof(IClusterClient).Assembly.GetType("Orleans.LocalClientDetails", throwOnError: true)!);
        var id = details.GetType().GetField("<ClientId>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var name = IdSpan.Create($"hosted-127.0.0.1:{gatewayPort}@1");
        id.SetValue(details, ClientGrainIdMaker.Make(id.FieldType, name));
        return host;
    }

    private static class ClientGrainIdMaker
    {
        public static object Make(Type type, IdSpan name) => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            .Single(method => method.Name == "Create" && method.GetParameters() is [{ ParameterType: var parameter }] && parameter == typeof(IdSpan)).Invoke(null, [name])!;
    }
}
