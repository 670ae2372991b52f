using DeskFleet.Core.Alarms;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Grains.Journal;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Auditing;
using DeskFleet.Silo.Loops;

namespace DeskFleet.Silo.Api.Alarms;

/// <summary>Which accounts and regions have alarms, or somebody to tell of one. Thread-safe.</summary>
internal interface IAlarmAccounts
{
    Task<IReadOnlyList<AccountId>> All(CancellationToken cancellation);
}

/// <summary>Of a fleet without a database: those that have ever had one.</summary>
internal sealed class MemoryAlarmAccounts : IAlarmAccounts, IStartsAnew
{
    private readonly Lock _gate = new();
    private readonly HashSet<AccountId> _accounts = [];

    public MemoryAlarmAccounts(MemoryJournal journal) => journal.Listen(Add);

    public Task<IReadOnlyList<AccountId>> All(CancellationToken cancellation)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<AccountId>>([.. _accounts]);
    }

    public void StartAnew()
    {
        lock (_gate)
            _accounts.Clear();
    }

    private void Add(JournalEntry line)
    {
        if (line.Event is not AlarmPut)
            return;
        lock (_gate)
            _accounts.Add(AlarmAccounts.Of(line.Entity.Key));
    }
}

/// <summary>From the registries' records: one an account and region.</summary>
internal sealed class AlarmAccounts(FleetRecords records, LoopBook loops) : IAlarmAccounts
{
    private const int PageSize = 500;

    public async Task<IReadOnlyList<AccountId>> All(CancellationToken cancellation)
    {
        var found = new List<AccountId>();
        for (string? after = ""; after is not null;)
        {
            var page = await records.Page(EntityKind.Registry, after, PageSize, cancellation);
            foreach (var odd in page.Odd)
                loops.Alarms.Skip(new(odd.Entity.ToString(), odd.Obstacle));
            found.AddRange(page.Held.Where(held => IsWanted(held.Record)).Select(held => Of(held.Entity.Key)));
            after = page.Next;
        }

        return found;
    }

    internal static AccountId Of(string key) => key.Split('/') is [var account, var region] ? new(account, region) : throw new ArgumentException($"'{key}' is no account/region.", nameof(key));

    private static bool IsWanted(IEntityRecord record) =>
        record is EntityRecord<RegistryState> { State.Alarms: { } book } && !(book.Alarms.IsEmpty && book.Notices.IsEmpty);
}
