namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>More desktops than the quota must state the raised quota (QTA-02).</summary>
internal static class Quota
{
    public static IEnumerable<Flaw> Check(Scenario scenario)
    {
        if (scenario.Desktops > scenario.Quota)
            yield return new Flaw("quota", $"The groups have {scenario.Desktops} desktops, but the quota is {scenario.Quota} " +
                $"({Scenario.DefaultQuota} unless stated); write \"quota: {scenario.Desktops}\", or have fewer users.");
    }
}
