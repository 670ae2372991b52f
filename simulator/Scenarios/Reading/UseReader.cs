using System.Collections.Immutable;
using DeskFleet.Core.Applications;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads what a group does with its desktops: <c>traffic</c> and <c>applications</c>.</summary>
internal static class UseReader
{
    private static readonly Format<ApplicationSource> Source = Formats.OneOf(("package", ApplicationSource.Package), ("marketplace", ApplicationSource.Marketplace));

    /// <summary>Null: nothing is metered.</summary>
    public static TrafficSpec? ReadTraffic(Section group)
    {
        var section = group.Child("traffic");
        var (rate, usual) = (Formats.Number(0, TrafficSpec.MaxKbps), TrafficSpec.Usual);
        var traffic = new TrafficSpec(
            section.Optional("quiet", rate, usual.QuietKbps),
            section.Optional("busy", rate, usual.BusyKbps),
            section.Optional("busyShare", Formats.Share, usual.BusyShare),
            section.Optional("egress", Formats.Memory(0, TrafficSpec.MaxEgressMiB), usual.EgressMiB));
        section.Close();
        return section.IsGiven ? traffic : null;
    }

    public static ImmutableArray<ApplicationSpec> ReadApplications(Section group)
    {
        var items = group.Maps("applications");
        ImmutableArray<ApplicationSpec> applications = [.. items.Select(ReadOne)];
        UniqueNames.Check(items, applications.Select(application => application.Name));
        if (applications.Length > ApplicationUse.DefaultMost)
            group.Report("applications", $"A user has at most {ApplicationUse.DefaultMost} applications, not {applications.Length}; give fewer.");
        return applications.IsEmpty ? [] : applications;
    }

    private static ApplicationSpec ReadOne(Section item)
    {
        var application = new ApplicationSpec(
            item.Required("name", Formats.Name, ""),
            item.Optional("source", Source, ApplicationSource.Package),
            item.Optional("started", Formats.Share, 1));
        item.Close();
        return application;
    }
}
