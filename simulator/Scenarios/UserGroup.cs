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
    public const int MostUsers = 1_000_000;
    public const int ShortestAutoStopMinutes = 60;
    public const int LongestAutoStopMinutes = 2880;
    public const int AutoStopStepMinutes = 60;
}

/// <summary>Running modes as scenarios name them (RUN-01).</summary>
public enum RunningModeName
{
    AlwaysOn,
    AutoStop,
}
