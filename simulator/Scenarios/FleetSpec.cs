namespace DeskFleet.Simulator.Scenarios;

/// <summary>One account in one region: what owns directories, hosts and people. A scenario has one, or lists several under <c>fleets</c>.</summary>
/// <param name="Account">Owns the directories and dedicated hosts; default "company".</param>
/// <param name="Region">One of <see cref="Regions.All"/>.</param>
/// <param name="Quota">Desktops the account may have in the region (QTA-02); default 20.</param>
public sealed record FleetSpec(string Account, string Region, int Quota)
{
    /// <summary>Own licences; of no effect without a dedicated directory.</summary>
    public EnrolmentSpec Enrolment { get; init; } = EnrolmentSpec.For(Quota);
}
