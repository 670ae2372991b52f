using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.Catalog;

/// <summary>Importing a machine image (BYO-05).</summary>
public static class ImportRules
{
    /// <summary>How often the importer is told before the image has failed.</summary>
    public const int MaxOrders = 3;

    /// <summary>When no report has come by then the importer is told again, or the image has failed.</summary>
    public static readonly Duration Longest = Duration.FromHours(12);

    /// <summary>The largest machine image that the system volume of every hardware of the family holds, in GB.</summary>
    public static int MaxGB(HardwareFamily family) => Bundle.Defaults.Where(size => size.Family == family).Min(size => size.RootGB);

    /// <summary>Why a call to import can not be right; null: it may be.</summary>
    public static Refused? Fault(ImportImage import) =>
        CatalogImage.NameFault(import.Name)
        ?? (import.Source.Value.Length is < 1 or > MachineImageId.Longest
            ? new(RefusalCode.InvalidParameter, $"The id of a machine image has 1 to {MachineImageId.Longest} characters, not {import.Source.Value.Length}.")
            : OwnLicence.Fault(import.Windows));

    /// <summary>Why the machine image can not be registered: the sentence that the image fails with. Null: it can.</summary>
    public static string? Fault(ImageManifest found, LicensedWindows stated, HardwareFamily family) =>
        OwnLicence.Fault(found.Windows) is { } notEligible ? $"In the machine image: {notEligible.Message}"
        : found.Windows.Version != stated.Version
            ? $"The machine image holds {found.Windows.Version} and not {stated.Version}; import it as what it is."
        : found.SizeGB < 1 || found.SizeGB > MaxGB(family)
            ? $"The machine image has {found.SizeGB} GB; import one of 1 to {MaxGB(family)} GB, which is what the system volume of {family} hardware holds."
        : null;
}
