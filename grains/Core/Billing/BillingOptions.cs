namespace DeskFleet.Core.Billing;

/// <summary>What falling short of the commitment costs (BIL-24).</summary>
public enum ShortfallPolicy
{
    /// <summary>Nothing. The default.</summary>
    None,

    /// <summary>Every missing seat costs a month of <see cref="BillingOptions.ShortfallHardware"/> under own licences.</summary>
    BillToCommitment,
}

/// <summary>How the application manager is charged (WAM-16).</summary>
public enum ApplicationPlan
{
    /// <summary>Nothing. The default.</summary>
    Lite,

    /// <summary>A fee for each user who has an application.</summary>
    Standard,
}

/// <summary>The switches of the bill.</summary>
public sealed record BillingOptions
{
    public const string DefaultShortfallHardware = "Standard";

    public static BillingOptions Default { get; } = new();

    /// <summary>How started hours are counted; default: per running interval (BIL-08).</summary>
    public HourRounding HourRounding { get; init; } = HourRounding.PerInterval;

    /// <summary>How the first month is divided; default: by days (BIL-15).</summary>
    public ProrationUnit Proration { get; init; } = ProrationUnit.Day;

    /// <summary>Default: no charge for missing seats (BIL-24).</summary>
    public ShortfallPolicy ShortfallPolicy { get; init; } = ShortfallPolicy.None;

    /// <summary>The hardware whose AlwaysOn fee a missing seat costs; default: Standard.</summary>
    public string ShortfallHardware { get; init; } = DefaultShortfallHardware;

    /// <summary>The plan of the application manager; default: the free one (WAM-16).</summary>
    public ApplicationPlan ApplicationPlan { get; init; } = ApplicationPlan.Lite;
}
