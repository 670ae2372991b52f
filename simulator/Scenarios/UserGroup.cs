using System.Collections.Immutable;
using DeskFleet.Core.Tags;
using DeskFleet.Simulator.Thresholds;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>People who share a directory, a bundle, a running mode and a way of working; each has one desktop.</summary>
/// <param name="Name">Unique name, part of its users' names.</param>
/// <param name="Users">How many, from 1 to 1,000,000; with a trace the number of users replayed.</param>
/// <param name="Directory">Name of their directory.</param>
/// <param name="Bundle">Name of their bundle.</param>
/// <param name="Mode">Running mode; default AutoStop.</param>
/// <param name="AutoStop">Whole hours from 60 to 2880 minutes (RUN-03), default 60; zero for AlwaysOn.</param>
/// <param name="TimeZone">IANA zone of their working day; default the region's.</param>
/// <param name="Sessions">How they work; unused when a trace is replayed.</param>
public sealed record UserGroup(
    string Name,
    int Users,
    string Directory,
    string Bundle,
    RunningModeName Mode,
    Duration AutoStop,
    string TimeZone,
    SessionPattern Sessions)
{
    /// <summary>Place of its account and region among the scenario's fleets.</summary>
    public int Fleet { get; init; }

    /// <summary>Users who join per week, 0 to 100,000; evenly spread. Default 0.</summary>
    public decimal GrowthPerWeek { get; init; }

    /// <summary>What its users connect with, and their shares, which sum to 1; default: not said.</summary>
    public ImmutableArray<ClientShare> Clients { get; init; } = [];

    /// <summary>What they do when they are cut off or refused.</summary>
    public Patience Patience { get; init; } = Patience.Default;

    /// <summary>What of their desktops is encrypted; default nothing.</summary>
    public EncryptionSpec? Encryption { get; init; }

    /// <summary>Tags of their desktops (TAG-02); default none.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <summary>What their sessions send; default nothing is metered.</summary>
    public TrafficSpec? Traffic { get; init; }

    /// <summary>The applications that they are given; default none.</summary>
    public ImmutableArray<ApplicationSpec> Applications { get; init; } = [];

    /// <summary>What a run must reach for its people, by metric; default nothing.</summary>
    public ImmutableArray<ThresholdSpec> Thresholds { get; init; } = [];

    /// <summary>Users at the end of a run of this length: those of the start and those who have joined.</summary>
    public int UsersWithin(Duration horizon) =>
        GrowthPerWeek == 0 ? Users : Users + (int)decimal.Floor(GrowthPerWeek * (long)horizon.TotalSeconds / SecondsPerWeek);

    /// <summary>When a user joins, since the start: zero for those who are there from the start.</summary>
    public Duration JoinsAfter(int index) => index < Users
        ? Duration.Zero
        : Duration.FromSeconds((long)decimal.Floor((index - Users + 1) * SecondsPerWeek / GrowthPerWeek));

    private const decimal SecondsPerWeek = 7 * 86400;

    public const int MaxUsers = 1_000_000;
    public const int ShortestAutoStopMinutes = 60;
    public const int MaxAutoStopMinutes = 2880;
    public const int AutoStopStepMinutes = 60;
}

/// <summary>A client and the share of the sessions that are opened with it.</summary>
/// <param name="Client">One of <see cref="Known"/>.</param>
/// <param name="Share">Above 0, at most 1.</param>
public sealed record ClientShare(string Client, double Share)
{
    public static ImmutableArray<string> Known { get; } = ["android", "ipad", "linux", "macos", "web", "windows", "zeroClient"];
}

/// <summary>Running modes as scenarios name them (RUN-01).</summary>
public enum RunningModeName
{
    AlwaysOn,
    AutoStop,
}
