using DeskFleet.Core.Catalog;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.Tests.TestKit;

/// <summary>An importer whose every order takes as long as the test says, and ends as the test says: at once and well, unless told otherwise.</summary>
internal sealed class FixedImporter
{
    /// <summary>The size of a machine image that nobody has said anything of.</summary>
    public const int UsualSizeGB = 40;

    public Duration Takes { get; set; }

    /// <summary>Whether it takes the order at all.</summary>
    public Reply Reply { get; set; } = Accepted.Instance;

    /// <summary>What it reports; null: nothing, ever.</summary>
    public Func<OrderImport, ImportReported?> Report { get; set; } = order => new(new(order.Stated, UsualSizeGB), null);

    public List<OrderImport> Orders { get; } = [];
}
