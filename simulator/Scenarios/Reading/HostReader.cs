using System.Collections.Immutable;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>hosts</c>.</summary>
internal static class HostReader
{
    private static readonly Format<HostOwner> Owner = Formats.OneOf(("account", HostOwner.Account), ("provider", HostOwner.Provider));

    /// <summary>Stands for a type that is not known, so that no rule says more about it.</summary>
    private static readonly HostTypeSpec Unknown = HostTypeSpec.General with { Name = "" };

    public static ImmutableArray<HostGroup> Read(Section root, ImmutableArray<HostTypeSpec> types) =>
        [.. root.Maps("hosts").Select(item => ReadOne(item, types))];

    /// <summary>Hosts that come during the run; of which account is said besides.</summary>
    public static HostGroup ReadAdded(Section item, ImmutableArray<HostTypeSpec> types) => ReadKeys(item, types, fewest: 1);

    private static HostGroup ReadOne(Section item, ImmutableArray<HostTypeSpec> types)
    {
        var hosts = ReadKeys(item, types, fewest: 0);
        item.Close();
        return hosts;
    }

    private static HostGroup ReadKeys(Section item, ImmutableArray<HostTypeSpec> types, int fewest) => new(
        item.Optional("owner", Owner, HostOwner.Account),
        item.Required("zone", Formats.Name, ""),
        item.Required("type", Formats.OneOf([.. types.Select(type => (type.Name, type))]), Unknown),
        item.Required("count", Formats.Whole(fewest, HostGroup.MaxHosts), 1));
}
