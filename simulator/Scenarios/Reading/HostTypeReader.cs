using System.Collections.Immutable;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>hostTypes</c>: changes of the defaults, and types of the scenario's own.</summary>
internal static class HostTypeReader
{
    private const long MaxMiB = 64 * 1024 * 1024;

    public static ImmutableArray<HostTypeSpec> Read(Section root)
    {
        var items = root.Maps("hostTypes");
        var own = items.Select(ReadOne).ToList();
        UniqueNames.Check(items, own.Select(type => type.Name));
        var kept = HostTypeSpec.Defaults.Where(type => own.All(other => other.Name != type.Name));
        return [.. kept, .. own.Where(type => type.Name.Length > 0)];
    }

    private static HostTypeSpec ReadOne(Section item)
    {
        var name = item.Required("name", Formats.Name, "");
        var known = HostTypeSpec.Defaults.FirstOrDefault(type => type.Name == name);
        var type = new HostTypeSpec(
            name,
            item.RequiredUnless(known is not null, "vCpu", Formats.Whole(1, 4096), known?.VCpu ?? 4096),
            item.RequiredUnless(known is not null, "memory", Formats.Memory(256, MaxMiB), known?.MemoryMiB ?? MaxMiB),
            item.Optional("gpus", Formats.Whole(0, 64), known?.Gpus ?? 0),
            item.Optional("overcommit", Formats.Number(0.1m, 16), known?.Overcommit ?? 1.0m),
            item.Optional("startSlots", Formats.Whole(1, 10_000), known?.StartSlots ?? HostTypeSpec.DefaultStartSlots));
        item.Close();
        return type;
    }
}
