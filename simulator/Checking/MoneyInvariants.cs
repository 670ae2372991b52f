using System.Collections.Immutable;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Bills;
using NodaTime;

namespace DeskFleet.Simulator.Checking;

/// <summary>
/// The bill that is made again from the event log is the one that the records give, to the cent, and its hours are those of the meters (BIL-01,
/// BIL-08): of a desktop whenever something happens to its usage, and of everything when a month is over.
/// </summary>
public sealed class BillsAgree : IInvariant
{
    private static readonly Biller Biller = new(BillingTerms.Default);

    /// <summary>Records know of no run: the whole log counts.</summary>
    private readonly UsageBook _log = new(Instant.MinValue);
    private readonly Dictionary<WorkSpaceId, WorkSpaceState> _desktops = [];
    private readonly Dictionary<DirectoryId, DirectoryUsage> _directories = [];
    private readonly Dictionary<AccountId, AccountState> _accounts = [];
    private readonly HashSet<WorkSpaceId> _changed = [];
    private readonly HashSet<WorkSpaceId> _owing = [];
    private BillingMonth? _month;

    public string Name => "bills of the log = bills of the records";

    public string? OnEvent(LoggedEvent happened)
    {
        _log.Read(happened);
        return null;
    }

    public string? OnWritten(Entity entity, IEntityRecord record)
    {
        switch (record)
        {
            case EntityRecord<WorkSpaceState> { State: var desktop }:
                Note(desktop.Id, record.Owed);
                if (!ReferenceEquals(_desktops.GetValueOrDefault(desktop.Id)?.Usage, desktop.Usage))
                    _changed.Add(desktop.Id);
                _desktops[desktop.Id] = desktop;
                break;
            case EntityRecord<DirectoryState> { State: var directory }:
                _directories[directory.Id] = directory.Usage;
                break;
            case EntityRecord<AccountState> { State: var account }:
                _accounts[AccountId.Parse(account.Key)] = account;
                break;
            default:
                break;
        }

        return null;
    }

    public string? OnRest(Instant now)
    {
        var month = BillingMonth.Of(now);
        var wrong = _changed.Select(id => OfDesktop(_desktops[id], month, now)).FirstOrDefault(fault => fault is not null);
        _changed.Clear();
        if (wrong is not null || _month == month || _owing.Count > 0)
            return wrong;
        var over = _month;
        _month = month;
        return over is { } last ? Close(last, now) : null;
    }

    /// <summary>Accounts and directories count what desktops have sent them: a month is compared when nothing of that is under way (chaos seed 3301).</summary>
    private void Note(WorkSpaceId desktop, ImmutableArray<OwedEffect> owed)
    {
        if (owed.Any(one => one.Effect.Target.Kind is EntityKind.Account or EntityKind.Directory))
            _owing.Add(desktop);
        else
            _owing.Remove(desktop);
    }

    private string? Close(BillingMonth month, Instant now) =>
        _desktops.Values.Select(desktop => OfDesktop(desktop, month, now))
            .Concat(_directories.Select(directory => OfDirectory(directory.Key, directory.Value, month, now)))
            .Concat(_accounts.Select(account => OfAccount(account.Key, account.Value, month, now)))
            .FirstOrDefault(fault => fault is not null);

    private string? OfDesktop(WorkSpaceState desktop, BillingMonth month, Instant now)
    {
        var logged = _log.UsageOf(desktop.Id) ?? DesktopUsage.Unlaunched(desktop.Id);
        var hours = logged.Usage.Running.Sum(ran => ran.StartedHours);
        return hours != desktop.Meter.Hours
            ? $"{desktop.Id} has metered {desktop.Meter.Hours} h, its log gives {hours}"
            : Compare(
                $"{desktop.Id}",
                Biller.Bill(month, [new(desktop.Id, desktop.Identity, desktop.Usage)], now),
                Biller.Bill(month, [logged.From(month)], now));
    }

    private string? OfDirectory(DirectoryId id, DirectoryUsage usage, BillingMonth month, Instant now)
    {
        var logged = _log.Directories.FirstOrDefault(directory => directory.Key == id).Value ?? DirectoryUsage.None;
        return Compare($"{id}", Biller.Bill(month, id, usage, now), Biller.Bill(month, id, logged, now));
    }

    /// <summary>Its packages, and its contract seats of the month, which are counted again user by user (BYO-12).</summary>
    private string? OfAccount(AccountId id, AccountState account, BillingMonth month, Instant now)
    {
        var seats = CommitmentMonth.In(month, account.SeatBook.Ledger, now, account.Commitment)?.Figures.Contract ?? 0;
        var counted = SeatTally.Contract(_log.Usages.Where(usage => usage.Desktop!.Account == id), month);
        return seats != counted
            ? $"{id} has {seats} contract seats in {month}, its log gives {counted}"
            : Compare($"{id}", Biller.Bill(month, id, account.Packages, now), Biller.Bill(month, id, _log.PackagesOf(id), now));
    }

    private static string? Compare(string whose, Statement record, Statement log) =>
        Text(record) == Text(log) ? null : $"{whose} bills {Text(record)} in {record.Month}, its log gives {Text(log)}";

    private static string Text(Statement bill) =>
        string.Join(", ", bill.Lines.Select(line => $"{line.Kind} {line.Item}{line.Count} x {line.Share.Part}/{line.Share.Whole} = {line.Amount}"));
}
