using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Orleans.Storage;

namespace DeskFleet.Benchmarks.Storage.Wakes;

/// <summary>Orleans reminders on the same database: the record, and in a second step a reminder of it.</summary>
internal sealed class ReminderWakes(FleetDatabase database, StoreKind kind, string connection, int entities) : IWakes
{
    private readonly GrainState<StoredRecord<UserState>>[] _states = [.. Enumerable.Range(0, entities).Select(_ => new GrainState<StoredRecord<UserState>>(new()))];
    private IHost? _host;

    public string Name => "reminders";

    public Heard Heard { get; } = new();

    /// <summary>How often a silo reads all reminders of its range again; the runtime's default.</summary>
    public TimeSpan Period => TimeSpan.FromMinutes(5);

    public async Task Start()
    {
        await ReminderSchema.Prepare(database);
        _host = await BenchmarkSilo.Start(database, kind, silo =>
        {
            silo.Services.AddSingleton(Heard);
            silo.UseAdoNetReminderService(options =>
                (options.Invariant, options.ConnectionString) = (kind == StoreKind.Postgres ? "Npgsql" : "System.Data.SQLite", connection));
        });
    }

    public async Task Stop()
    {
        await _host!.StopAsync();
        _host.Dispose();
    }

    public async Task Arm(int number, Instant due)
    {
        Heard.Expect(number, due);
        var user = $"u{number}";
        SampleRecord.Fill(_states[number].State!, user, null);
        await _host!.Services.GetRequiredKeyedService<IGrainStorage>(FleetStorage.Name)
            .WriteStateAsync(nameof(EntityKind.User), SampleRecord.IdOf(user), _states[number]);
        await _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IRemindedGrain>(number).Arm((due - SystemClock.Instance.GetCurrentInstant()).ToTimeSpan());
    }

    public async Task<int> Look() => (await _host!.Services.GetRequiredService<IReminderTable>().ReadRows(0, 0)).Reminders.Count;
}

[Alias("deskfleet.benchmarks.reminded")]
internal interface IRemindedGrain : IGrainWithIntegerKey
{
    [Alias("Arm")]
    Task Arm(TimeSpan due);
}

/// <summary>Waits for one moment, as a desktop does for its AutoStop.</summary>
internal sealed class RemindedGrain(Heard heard) : Grain, IRemindedGrain, IRemindable
{
    private const string Deadline = "deadline";

    /// <summary>The shortest that a reminder can have; it is taken back after the first tick.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    public Task Arm(TimeSpan due) => this.RegisterOrUpdateReminder(Deadline, due > TimeSpan.Zero ? due : TimeSpan.Zero, Period);

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        heard.Hear((int)this.GetPrimaryKeyLong());
        if (await this.GetReminder(Deadline) is { } reminder)
            await this.UnregisterReminder(reminder);
    }
}
