using System.Text;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>The names that callers see: <c>ADMIN_MAINTENANCE</c> for <see cref="Lifecycle.AdminMaintenance"/>.</summary>
public static class LifecycleNames
{
    private static readonly string[] Names = [.. Enum.GetNames<Lifecycle>().Select(ToWire)];

    public static string ToWire(this Lifecycle state) => Names[(int)state];

    /// <exception cref="ArgumentException">No state has this name.</exception>
    public static Lifecycle FromWire(string name) =>
        Array.IndexOf(Names, name) is >= 0 and var state ? (Lifecycle)state : throw new ArgumentException($"'{name}' is no state of a WorkSpace.", nameof(name));

    private static string ToWire(string name)
    {
        var wire = new StringBuilder(name.Length + 2);
        for (var i = 0; i < name.Length; i++)
            wire.Append(i > 0 && char.IsUpper(name[i]) ? "_" : null).Append(char.ToUpperInvariant(name[i]));
        return wire.ToString();
    }
}
