using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Timelines;

/// <summary>Something that happens to the fleet at a known time, whoever is at work.</summary>
/// <param name="At">From the launch of the desktops to the end of the replay.</param>
public abstract record TimelineEvent(Instant At);

/// <summary>Hosts fail, come back, or take no more desktops.</summary>
public sealed record HostsChange(Instant At, HostChange Change, HostChoice Hosts) : TimelineEvent(At);

/// <summary>Within [At, Until) whatever the driver is told to do takes Factor times as long.</summary>
/// <param name="Factor">0.1 to 100; overlapping slowdowns multiply.</param>
public sealed record DriverSlowdown(Instant At, Instant Until, decimal Factor) : TimelineEvent(At);

/// <summary>Within [At, Until) nobody is woken, as when all silos are down: deadlines that pass meanwhile are met at Until.</summary>
public sealed record TimersStopped(Instant At, Instant Until) : TimelineEvent(At);

/// <summary>A service update is released: all desktops that are there by then get it in a maintenance window (MNT-04).</summary>
public sealed record UpdateReleased(Instant At, string Update) : TimelineEvent(At);

/// <summary>A key is disabled, or enabled again (ENC-12, ENC-13).</summary>
public sealed record KeyChange(Instant At, string Key, bool IsEnabled) : TimelineEvent(At);

/// <summary>Images are captured from the first desktops of a group (BUN-06).</summary>
/// <param name="Count">1 to 100; default 1. Those over the account's quota are refused (BUN-10).</param>
public sealed record ImagesCaptured(Instant At, string Group, int Count) : TimelineEvent(At);

/// <summary>The desktops of a group are switched to a running mode (RUN-12); those that are not there by then are launched in the group's.</summary>
public sealed record ModeSwitch(Instant At, string Group, RunningModeName To) : TimelineEvent(At);

/// <summary>Hosts that were bought or rented come, empty, and stay.</summary>
public sealed record HostsAdded(Instant At, HostGroup Hosts) : TimelineEvent(At);

/// <summary>People of a group leave for good, those first who have been there longest; their desktops are terminated (WKS-T1).</summary>
/// <param name="Count">At least 1; null: all who are there by then.</param>
public sealed record UsersLeave(Instant At, string Group, int? Count) : TimelineEvent(At);

/// <summary>What happens to a host.</summary>
public enum HostChange
{
    /// <summary>It is lost with everything that runs on it.</summary>
    Lose,

    /// <summary>A lost or drained host takes desktops again.</summary>
    Return,

    /// <summary>It takes no new desktops; those that are there stay.</summary>
    Drain,
}

/// <summary>Which of the listed hosts.</summary>
public abstract record HostChoice
{
    /// <summary>In words.</summary>
    public abstract string Told { get; }
}

/// <summary>The host of this name: <c>h-account-zone-0001</c>, counted in the order of the list.</summary>
public sealed record NamedHost(string Name) : HostChoice
{
    public override string Told => Name;
}

/// <summary>The first hosts of a zone, by number, to which the change can happen.</summary>
/// <param name="Owner">Whose; null: an account's, where one has any in the zone, else the provider's.</param>
/// <param name="Count">At least 1; default 1.</param>
public sealed record SomeHosts(string Zone, HostOwner? Owner, int Count) : HostChoice
{
    /// <summary>Which account's; null: of the only one that has hosts in the zone.</summary>
    public string? Account { get; init; }

    public override string Told => FormattableString.Invariant($"{Count} host{(Count == 1 ? "" : "s")} of {(Account is null ? "" : $"{Account} in ")}{Zone}");
}

/// <summary>All hosts of a zone, whoever owns them.</summary>
public sealed record WholeZone(string Zone) : HostChoice
{
    public override string Told => Zone;
}
