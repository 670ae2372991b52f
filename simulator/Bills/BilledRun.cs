using System.Text.Json;
using CsvHelper;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Billing;
using DeskFleet.Simulator.Stories;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Bills;

/// <summary>The output folder of a finished run, as far as its bills need it.</summary>
public sealed class BilledRun
{
    private readonly string _folder;

    /// <param name="folder">What <c>run</c> wrote.</param>
    /// <param name="terms">Other prices than the run's own; null: those.</param>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is not what a run writes.</exception>
    public BilledRun(string folder, BillingTerms? terms)
    {
        _folder = folder;
        Users = ReadUsers();
        Book = new(TimeOf("start"));
        var events = new EventFile(InFolder("events.jsonl"));
        foreach (var happened in events.EventsOf(EntityKind.WorkSpace, EntityKind.Account, EntityKind.Directory))
            Book.Read(happened);
        Bill = new(Book, terms ?? PriceFile.Read(InFolder(PriceFile.Name)), TimeOf("end"));
    }

    public UsageBook Book { get; }

    public RunBill Bill { get; }

    /// <summary>User and group of every desktop, in the population's order.</summary>
    public IReadOnlyDictionary<string, (string User, string Group)> Users { get; }

    public IEnumerable<(string Name, IReadOnlyList<WorkSpaceId> Desktops)> Groups =>
        Users.GroupBy(user => user.Value.Group, user => new WorkSpaceId(user.Key)).Select(group => (group.Key, (IReadOnlyList<WorkSpaceId>)[.. group]));

    private Dictionary<string, (string User, string Group)> ReadUsers()
    {
        var path = InFolder("desktops.csv");
        using var csv = CsvReader.FromText(File.ReadAllText(path), new CsvReaderOptions { HasHeader = false });
        var rows = new List<string[]>();
        while (csv.Read())
            rows.Add(csv.Current.ToArray());
        return rows is [["workSpace", "user", "group", ..], .. var desktops]
            ? desktops.ToDictionary(row => row[0], row => (row[1], row[2]), StringComparer.Ordinal)
            : throw new InvalidDataException($"{path} lists no desktops of a run.");
    }

    private Instant TimeOf(string moment)
    {
        var path = InFolder("summary.json");
        try
        {
            using var summary = JsonDocument.Parse(File.ReadAllText(path));
            return InstantPattern.ExtendedIso.Parse(summary.RootElement.GetProperty(moment).GetString()!).GetValueOrThrow();
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or UnparsableValueException)
        {
            throw new InvalidDataException($"{path} is no summary of a run.", fault);
        }
    }

    private string InFolder(string file) => FinishedFolder.File(_folder, file);
}
