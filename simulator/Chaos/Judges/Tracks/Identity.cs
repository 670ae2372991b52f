using System.Text;
using System.Text.Json;
using DeskFleet.Simulator.Chaos.Judges.Reading;

namespace DeskFleet.Simulator.Chaos.Judges.Tracks;

/// <summary>What a desktop is for life, as its launch said.</summary>
/// <param name="Account"><c>account/region</c>.</param>
/// <param name="Key">The key of its volumes; null: nothing is encrypted.</param>
/// <param name="StopsAfterPeriod">After its maintenance it waits one period instead of stopping at once (RUN-06).</param>
internal sealed record Identity(
    string Directory, string User, string Account, string HostOwner, string Zone, Size Size, string Hardware, bool OwnLicence, bool HasPlus, string? Key,
    bool StopsAfterPeriod)
{
    public string Region => Account[(Account.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Who must not have a second desktop in this directory (QTA-01): without case, normalized.</summary>
    public string Person => $"{Directory}/{User.Normalize(NormalizationForm.FormC).ToUpperInvariant()}";

    /// <summary>Whose line it stands in when it waits for room (PLC-06).</summary>
    public string Pool => $"{HostOwner}/{Zone}";

    public static Identity Of(JsonElement terms)
    {
        var identity = terms.GetProperty("identity");
        var bundle = identity.GetProperty("bundle");
        return new(
            identity.Text("directory") ?? "",
            identity.Text("user") ?? "",
            identity.Text("account") ?? "",
            identity.Text("hostOwner") ?? "",
            identity.Text("zone") ?? "",
            Size.Of(bundle.Part("size")),
            bundle.Text("builtOn") ?? bundle.Text("name") ?? "",
            bundle.Flag("bringsOwnLicence"),
            bundle.Flag("hasPlus"),
            identity.Part("encryption")?.Text("key"),
            terms.Part("settings")?.Text("postMaintenanceStop") == "AfterPeriod");
    }
}
