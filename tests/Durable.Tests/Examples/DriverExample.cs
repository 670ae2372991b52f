using System.Diagnostics;
using System.Text.Json;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Drivers;
using DeskFleet.Silo;

// Its own setting beside those of the silo: where the driver keeps what it knows.
var folder = Environment.GetEnvironmentVariable("MACHINES") ?? "machines";
return await DeskFleetSilo.CreateBuilder(args)
    .ConfigureServices(services => services.AddSingleton(_ => Directory.CreateDirectory(folder)))
    .UseDriver<ProcessDriver>()
    .Run();

/// <summary>A desktop that runs is a process that sleeps. A file for each says what is known of it, and outlives the silo, as the process does.</summary>
public sealed class ProcessDriver(IDriverSink sink, DirectoryInfo folder) : IDesktopDriver, IMachineInventory
{
    private readonly Lock _gate = new();

    public ValueTask<Reply> Submit(DriverCommand order)
    {
        lock (_gate)
        {
            var known = Read(order.WorkSpace) ?? new(order.WorkSpace.Value, null, 0, null);
            if (order.Epoch < known.Epoch)
            {
                // Whoever ordered it knows less than the machine does: say so, and how much.
                sink.Report(order.WorkSpace, new(order.Verb, order.Epoch, DriverOutcome.Stale) { Newest = known.Epoch });
                return new(new Refused(RefusalCode.StaleEpoch, $"{order.WorkSpace} has seen epoch {known.Epoch}; {order.Epoch} is older."));
            }

            // The same order may come twice; it is carried out once, and answered each time.
            if (order.Epoch > known.Epoch)
                Write(CarryOut(order, known));
        }

        // A backup that is there needs no report; all else has an end.
        if (order.Verb != DriverVerb.Backup)
            sink.Report(order.WorkSpace, new(order.Verb, order.Epoch, DriverOutcome.Done));
        return new(Accepted.Instance);
    }

    public Task<IReadOnlyList<Machine>> On(HostId host, CancellationToken cancellation)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<Machine>>([.. All().Where(known => known.Host == host.Value && Runs(known)).Select(known => new Machine(new(known.Id), host, known.Epoch))]);
    }

    public Task<bool> IsOff(WorkSpaceId workSpace, CancellationToken cancellation)
    {
        lock (_gate)
            return Task.FromResult(Read(workSpace) is { } known && !Runs(known));
    }

    /// <returns>What is known afterwards.</returns>
    private static Known CarryOut(DriverCommand order, Known known)
    {
        var isToRun = order.Verb is not (DriverVerb.Hibernate or DriverVerb.Terminate or DriverVerb.Backup);
        // What needs no new beginning goes on: a resume of what runs, a maintenance. A backup changes nothing.
        var stays = order.Verb is DriverVerb.Backup || (order.Verb is DriverVerb.Resume or DriverVerb.Maintain && Runs(known));
        if (!stays && Find(known) is { } old)
        {
            old.Kill();
            old.WaitForExit();
        }

        return known with
        {
            Epoch = order.Epoch,
            Host = order.Verb == DriverVerb.Backup ? known.Host : order.Host?.Value,
            Process = stays ? known.Process : isToRun ? Begin().Id : null,
        };
    }

    /// <summary>It must not keep the silo's output open: who reads that would wait for the machines.</summary>
    private static Process Begin() => Process.Start(new ProcessStartInfo("sleep", "1000000") { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static bool Runs(Known known) => Find(known) is not null;

    private static Process? Find(Known known)
    {
        try
        {
            return known.Process is { } id && Process.GetProcessById(id) is { ProcessName: "sleep" } process ? process : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private IEnumerable<Known> All() => folder.EnumerateFiles("ws-*.json").Select(file => JsonSerializer.Deserialize<Known>(File.ReadAllText(file.FullName))!);

    private Known? Read(WorkSpaceId id) => File.Exists(FileOf(id.Value)) ? JsonSerializer.Deserialize<Known>(File.ReadAllText(FileOf(id.Value))) : null;

    /// <summary>The whole file or the one before it, whenever the program ends.</summary>
    private void Write(Known known)
    {
        File.WriteAllText(FileOf(known.Id) + ".new", JsonSerializer.Serialize(known));
        File.Move(FileOf(known.Id) + ".new", FileOf(known.Id), overwrite: true);
    }

    private string FileOf(string id) => Path.Combine(folder.FullName, $"{id}.json");

    private sealed record Known(string Id, string? Host, long Epoch, int? Process);
}
