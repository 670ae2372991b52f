using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Commitment;

/// <summary>What is agreed on for an account in a region.</summary>
/// <param name="Seats">Seats a month; 200 unless agreed otherwise (BYO-12).</param>
/// <param name="Count">Which figure is held against them.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.commitment-terms")]
public sealed record CommitmentTerms(int Seats, SeatCount Count)
{
    /// <summary>What the service asks for.</summary>
    public const int UsualSeats = 200;

    public static CommitmentTerms Usual { get; } = new(UsualSeats, SeatCount.DistinctUsers);
}

/// <summary>News of a seat that has been heard, until the desktop knows that it has been.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.seat-news")]
public sealed record SeatNews(OperationId Launch, bool Opened);

/// <summary>
/// The seats of one account in one region, as its record keeps them: counters, and marks for news that is on its way, so that a
/// repetition counts once. The last few that are settled stay marked, as in a <see cref="LeaseBook"/>. None of it grows with the fleet.
/// </summary>
/// <param name="Ledger">Null: no seat has ever been there, and launches have never been open.</param>
public sealed record SeatBook(SeatLedger? Ledger, ImmutableArray<SeatNews> Heard)
{
    public static SeatBook Empty { get; } = new(null, []);

    /// <summary>The month that ends next; null: nothing to close.</summary>
    public SeatMonth? Current => Ledger?.Current;

    /// <summary>The last news that was settled, oldest first: none of it counts again.</summary>
    public ImmutableArray<SeatNews> Settled { get; init; } = [];

    public bool HasHeard(OperationId launch, bool opened) => Heard.Contains(new(launch, opened)) || Settled.Contains(new(launch, opened));

    /// <summary>Months that are over by now and are not closed yet.</summary>
    public IEnumerable<SeatMonth> Over(Instant now)
    {
        for (var ledger = Ledger; ledger is not null && ledger.Current.Month.End <= now;)
        {
            ledger = ledger.To(ledger.Current.Month.End);
            yield return ledger.Closed[^1];
        }
    }

    /// <summary>Decides a message about a seat; null when it is none.</summary>
    public static Decision? Decide(SeatBook book, Command command) => command switch
    {
        OpenSeat c => book.HasHeard(c.Launch, opened: true) ? Decision.Nothing : Decision.Of(new SeatOpened(c.Launch, c.At, c.LastSeatEndedAt)),
        CloseSeat c => book.HasHeard(c.Launch, opened: false) ? Decision.Nothing : Decision.Of(new SeatClosed(c.Launch, c.At)),
        SettleSeat c => book.Heard.Contains(new(c.Launch, c.Opened)) ? Decision.Of(new SeatSettled(c.Launch, c.Opened)) : Decision.NothingForSure,
        _ => null,
    };

    /// <summary>Folds an event about seats; null when it is none.</summary>
    public static SeatBook? Evolve(SeatBook book, FleetEvent happened, Instant at) => happened switch
    {
        SeatOpened e => book with
        {
            Ledger = (book.Ledger ?? SeatLedger.Begin(e.At)).Open(e.At, new(e.LastSeatEndedAt)),
            Heard = book.Heard.Add(new(e.Launch, Opened: true)),
        },
        SeatClosed e => book with { Ledger = book.Ledger?.Close(e.At), Heard = book.Heard.Add(new(e.Launch, Opened: false)) },
        SeatSettled e => Settle(book, new(e.Launch, e.Opened)),
        EnrolmentChanged { To: EnrolmentStage.Active } => book with { Ledger = (book.Ledger ?? SeatLedger.Begin(at)).To(at) },
        CommitmentMonthClosed e => book with { Ledger = book.Ledger?.To(e.Standing.Month.End) },
        _ => null,
    };

    private static SeatBook Settle(SeatBook book, SeatNews news) => book with
    {
        Heard = book.Heard.Remove(news),
        Settled = (book.Settled.Length < LeaseBook.OverKept ? book.Settled : book.Settled.RemoveAt(0)).Add(news),
    };
}
