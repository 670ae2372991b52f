using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Importing;
using NodaTime;

namespace DeskFleet.Testing;

/// <summary>What a <see cref="TestFleet"/> is like. The defaults are a Monday morning and machines as slow as real ones.</summary>
public sealed class TestFleetOptions
{
    public const int DefaultWorkSpaces = 1000;

    /// <summary>Monday, 2 March 2026, 08:00 UTC.</summary>
    public static readonly Instant DefaultStart = Instant.FromUtc(2026, 3, 2, 8, 0);

    /// <summary>Where the virtual clock starts.</summary>
    public Instant Start { get; init; } = DefaultStart;

    /// <summary>The seed of the machines' latencies; any number. The same seed and the same operation ids give the same latencies.</summary>
    public ulong Seed { get; init; }

    /// <summary>How long machines take and how often they fail; <see cref="DriverBehaviour.Fixed"/> for times worked out by hand.</summary>
    public DriverBehaviour Driver { get; init; } = DriverBehaviour.Default;

    /// <summary>
    /// A driver of your own in place of the stand-in: <see cref="Driver"/> and <see cref="Seed"/> do nothing then. It says to the sink what became of its orders.
    /// </summary>
    public Func<IDriverSink, IDesktopDriver>? Machines { get; init; }

    /// <summary>How long imports of machine images take, how often they fail, and what the machine images hold.</summary>
    public ImporterBehaviour Importer { get; init; } = ImporterBehaviour.Default;

    /// <summary>The account's quota of WorkSpaces; 0 or more.</summary>
    public int WorkSpaces { get; init; } = DefaultWorkSpaces;

    /// <summary>How often each effect and each wake-up is delivered, 1 or more: 2 shows that what you built takes no harm from duplicates.</summary>
    public int Repeats { get; init; } = 1;
}
