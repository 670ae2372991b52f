using System.Collections.Immutable;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>bundles</c>: changes of the defaults, and bundles of the scenario's own.</summary>
internal static class BundleReader
{
    private const int MaxGB = 16_000;

    public static ImmutableArray<BundleSpec> Read(Section root)
    {
        var items = root.Maps("bundles");
        var own = items.Select(ReadOne).ToList();
        UniqueNames.Check(items, own.Select(bundle => bundle.Name));
        var kept = BundleSpec.Defaults.Where(bundle => own.All(other => other.Name != bundle.Name));
        return [.. kept, .. own.Where(bundle => bundle.Name.Length > 0)];
    }

    private static BundleSpec ReadOne(Section item)
    {
        var name = item.Required("name", Formats.Name, "");
        var known = BundleSpec.Defaults.FirstOrDefault(bundle => bundle.Name == name);
        var bundle = new BundleSpec(
            name,
            item.RequiredUnless(known is not null, "vCpu", Formats.Whole(1, 1024), known?.VCpu ?? 1),
            item.RequiredUnless(known is not null, "memory", Formats.Memory(256, 16 * 1024 * 1024), known?.MemoryMiB ?? 256),
            item.Optional("gpus", Formats.Whole(0, 64), known?.Gpus ?? 0),
            item.RequiredUnless(known is not null, "rootVolume", Formats.Volume(1, MaxGB), known?.RootGB ?? 1),
            item.RequiredUnless(known is not null, "userVolume", Formats.Volume(1, MaxGB), known?.UserGB ?? 1));
        item.Close();
        return bundle;
    }
}
