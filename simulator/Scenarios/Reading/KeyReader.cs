using System.Collections.Immutable;
using DeskFleet.Core.Encryption;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>keys</c>, and <c>encryption</c> of a group.</summary>
internal static class KeyReader
{
    private const int MaxSeats = 10_000_000;

    public static ImmutableArray<KeySpec> Read(Section root)
    {
        var items = root.Maps("keys");
        ImmutableArray<KeySpec> keys = [.. items.Select(ReadOne)];
        UniqueNames.Check(items, keys.Select(key => key.Name));
        return keys;
    }

    /// <summary>Null: nothing is encrypted.</summary>
    public static EncryptionSpec? ReadEncryption(Section group)
    {
        var section = group.Child("encryption");
        var spec = new EncryptionSpec(
            section.Optional("root", Formats.Switch, false),
            section.Optional("user", Formats.Switch, true),
            section.Required("key", Formats.Name, ""));
        section.Close();
        if (section.IsGiven && spec is { Root: false, User: false })
            group.Report("encryption", "Neither volume is encrypted; choose one, or leave \"encryption\" out.");
        return section.IsGiven ? spec : null;
    }

    private static KeySpec ReadOne(Section item)
    {
        var key = new KeySpec(item.Required("name", Formats.Name, ""), item.Optional("seats", Formats.Whole(0, MaxSeats), Key.DefaultSeats));
        item.Close();
        return key;
    }
}
