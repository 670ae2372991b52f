using DeskFleet.Core.Commitment;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Rules.Tests.Kit;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Rules.Tests.Commitment;

/// <summary>The ledger of seats, end to end: whole fleets over virtual months.</summary>
public sealed class SeatFleetTests
{
    private static readonly Entity Account = Entity.Of(BilledFleet.Account);

    /// <summary>Which of the three figures is held against the commitment: 3 seats, one of which is gone in the middle of April.</summary>
    [Theory]
    [InlineData(EngineKind.Grains, SeatCount.DistinctUsers, "April 3 Met 0, May 2 Breached 1")]
    [InlineData(EngineKind.Grains, SeatCount.PeakLive, "April 3 Met 0, May 2 Breached 1")]
    [InlineData(EngineKind.Grains, SeatCount.AverageLive, "April 2.5 Breached 1, May 2 Breached 1")]
    [InlineData(EngineKind.Core, SeatCount.AverageLive, "April 2.5 Breached 1, May 2 Breached 1")]
    [Trait("Rule", "BYO-12")]
    public async Task Fleet_EachFigure_DecidesHowAMonthEnds(EngineKind engine, SeatCount count, string expected)
    {
        var fleet = new BilledFleet { Commitment = new(3, count) };
        var seats = Launch(fleet, 3);
        Terminate(fleet, seats[0], Script.At("04-16 00:00"));

        await fleet.Run(engine, Script.At("06-02 00:00"));

        var told = fleet.Closed.TakeLast(2).Select(month => FormattableString.Invariant($"{(month.Month.Month == 4 ? "April" : "May")} {month.Seats:0.##} {month.Status} {month.Shortfall}"));
        Assert.Equal(expected, string.Join(", ", told));
    }

    /// <summary>20 seats, one of which ends around the beginning of April: whoever was there for a moment of it counts.</summary>
    [Theory]
    [InlineData("03-31 23:59:59", CommitmentStatus.Breached, 1)]
    [InlineData("04-01 00:00:00", CommitmentStatus.Breached, 1)]
    [InlineData("04-01 00:00:01", CommitmentStatus.Met, 0)]
    [InlineData("04-30 23:59:59", CommitmentStatus.Met, 0)]
    [Trait("Rule", "BYO-12")]
    public async Task Fleet_LastNeededSeatEndsAroundTheMonth_CountsIfItWasThere(string at, CommitmentStatus status, int shortfall)
    {
        var fleet = new BilledFleet { Commitment = new(20, SeatCount.DistinctUsers) };
        var seats = Launch(fleet, 20);
        Terminate(fleet, seats[0], Script.At(at[..11]) + Duration.FromSeconds(int.Parse(at[12..], System.Globalization.CultureInfo.InvariantCulture)));

        await fleet.Run(EngineKind.Core, Script.At("05-01 00:01"));

        var april = fleet.Closed.Single(month => month.Month == Script.Month(4));
        Assert.Equal((status, shortfall), (april.Status, april.Shortfall));
    }

    /// <summary>"What if I terminate N today?" is answered for any N of 201 seats, and changes nothing.</summary>
    [Fact]
    [Trait("Rule", "BYO-15")]
    public async Task Commitment_WhatIf_IsToldAndNothingChanges()
    {
        (int Terminated, string Told)[] table =
        [
            (-5, "April 201 Met 0, May 201 Met 0"),
            (0, "April 201 Met 0, May 201 Met 0"),
            (1, "April 201 Met 0, May 200 Met 0"),
            (2, "April 201 Met 0, May 199 AtRisk 1"),
            (201, "April 201 Met 0, May 0 AtRisk 200"),
            (1000, "April 201 Met 0, May 0 AtRisk 200"),
        ];
        var fleet = new BilledFleet();
        Launch(fleet, 201, "04-09 00:00");
        foreach (var (terminated, _) in table)
            fleet.Question(Script.At("04-10 00:00"), $"{terminated}", Account, new ReadCommitment(terminated));
        fleet.Question(Script.At("04-10 00:00"), "after", Account, new ReadCommitment());

        await fleet.Run(EngineKind.Grains, Script.At("04-10 01:00"));

        Assert.Equal(table.Select(row => row.Told), table.Select(row => Told(fleet, $"{row.Terminated}")));
        Assert.Equal("April 201 Met 0, May 201 Met 0", Told(fleet, "after"));
    }

    private static string Told(BilledFleet fleet, string name)
    {
        var outlook = Assert.IsType<CommitmentRead>(fleet.Answers[name]).Outlook!;
        return string.Join(", ", new[] { outlook.ThisMonth, outlook.NextMonth }.Select(month => $"{(month.Month.Month == 4 ? "April" : "May")} {month.Seats} {month.Status} {month.Shortfall}"));
    }

    private static List<WorkSpaceId> Launch(BilledFleet fleet, int seats, string at = "03-01 00:00") =>
        [.. Enumerable.Range(0, seats).Select(i => fleet.Launch("Standard AlwaysOn, own", Script.At(at), $"seat{i}"))];

    private static void Terminate(BilledFleet fleet, WorkSpaceId seat, Instant at) =>
        fleet.Send(at, Entity.Of(seat), new TerminateWorkSpace(OperationId.At(at, "end")));
}
