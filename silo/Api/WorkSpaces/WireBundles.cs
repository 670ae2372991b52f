using DeskFleet.Core.Catalog;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>Bundles by their names on the wire.</summary>
internal static class WireBundles
{
    public static string IdOf(Bundle bundle) => $"wsb-public{bundle.Name.ToLowerInvariant()}";

    public static Bundle? Find(string id) => Bundle.Defaults.FirstOrDefault(bundle => IdOf(bundle) == id);

    public static string ComputeTypeOf(Bundle bundle) => bundle.HardwareName.ToUpperInvariant();
}
