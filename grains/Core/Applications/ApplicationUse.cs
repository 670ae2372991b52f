using System.Collections.Immutable;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Applications;

/// <summary>One application of a WorkSpace's user, from when he was given it.</summary>
/// <param name="FirstLaunchedAt">When he first started it, which begins a subscription (MKT-04); null: he has not.</param>
/// <param name="RemovedAt">When it was taken away (MKT-06); null: it is his.</param>
/// <param name="Launches">How often he started it (WAM-07).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.application-use")]
public sealed record ApplicationUse(
    ApplicationName Application, ApplicationSource Source, Instant AssignedAt, Instant? FirstLaunchedAt, Instant? RemovedAt, long Launches)
{
    /// <summary>Applications of one user at a time, unless the account has another limit (WAM-15, QTA-04).</summary>
    public const int DefaultMost = 50;

    /// <summary>
    /// Something that began at an instant and ends with the application, or with the desktop, was there in a month. What began in the
    /// month was, however short it was.
    /// </summary>
    public bool IsIn(BillingMonth month, Instant began, Instant? desktopEnded) =>
        began < month.End && (began >= month.Start || (Instants.Earlier(RemovedAt, desktopEnded) is not { } end || end > month.Start));

    /// <summary>Folds an event about applications; the same when it is none.</summary>
    public static ImmutableArray<ApplicationUse> Evolve(ImmutableArray<ApplicationUse> uses, FleetEvent happened, Instant at) => happened switch
    {
        ApplicationAssigned e => uses.Add(new(e.Application, e.Source, at, null, null, 0)),
        ApplicationLaunched e => Change(uses, e.Application, use => use with { FirstLaunchedAt = use.FirstLaunchedAt ?? at, Launches = use.Launches + 1 }),
        ApplicationRemoved e => Change(uses, e.Application, use => use with { RemovedAt = at }),
        _ => uses,
    };

    /// <summary>The application as the user has it now; null: he has not.</summary>
    public static ApplicationUse? Find(ImmutableArray<ApplicationUse> uses, ApplicationName application) =>
        uses.FirstOrDefault(use => use.Application == application && use.RemovedAt is null);

    private static ImmutableArray<ApplicationUse> Change(ImmutableArray<ApplicationUse> uses, ApplicationName id, Func<ApplicationUse, ApplicationUse> change) =>
        Find(uses, id) is { } use ? uses.Replace(use, change(use)) : uses;
}
