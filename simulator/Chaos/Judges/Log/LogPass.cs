using DeskFleet.Simulator.Chaos.Judges.Bills;
using DeskFleet.Simulator.Chaos.Judges.Histories;
using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;
using NodaTime.Text;

namespace DeskFleet.Simulator.Chaos.Judges.Log;

/// <summary>One pass over the event log with all of its judges.</summary>
internal sealed class LogPass
{
    private readonly ChaosEvidence _evidence;
    private readonly Docket _docket;
    private readonly WholeLog _whole;
    private readonly LogJudge[] _judges;

    public LogPass(ChaosEvidence evidence, Docket docket)
    {
        (_evidence, _docket) = (evidence, docket);
        var allowance = new Allowance(evidence);
        var ordered = evidence.Calls.Select(call => call.Entity).ToHashSet(StringComparer.Ordinal);
        _whole = new(docket, allowance);
        Chronicle = new(docket);
        _judges =
        [
            _whole,
            new LawfulMoves(docket),
            new OnePlace(docket, Fleet, allowance),
            new HostsHold(docket, Fleet),
            new AutoStops(docket, allowance),
            new SignIns(docket, Fleet, allowance),
            new Sundays(docket, allowance),
            new KeysInForce(docket, Fleet, allowance),
            new UnitsCount(docket, Fleet),
            new FairLines(docket, Fleet, allowance, ordered),
            new Meters(docket, Book),
            new LossesEndMeters(docket, Fleet, Book),
            .. evidence.Calls.Count > 0 ? [Chronicle] : (LogJudge[])[],
        ];
    }

    /// <summary>The fleet as the log leaves it.</summary>
    public FleetTrack Fleet { get; } = new();

    /// <summary>What ran when.</summary>
    public MeterBook Book { get; } = new();

    /// <summary>How each desktop stood when; empty where nobody's calls are known.</summary>
    public Chronicle Chronicle { get; }

    /// <summary>The number of each entity's newest line.</summary>
    public IReadOnlyDictionary<string, long> Sequences => _whole.Sequences;

    /// <returns>Whether the log could be read to its end.</returns>
    public bool Run()
    {
        try
        {
            Read();
        }
        catch (InvalidDataException fault)
        {
            _docket.Add(_whole.Name, "", _evidence.EndsAt, fault.Message);
            return false;
        }

        foreach (var judge in _judges)
            judge.Close(_evidence.EndsAt);
        return true;
    }

    private void Read()
    {
        if (_evidence.EventsFile is not { } path)
        {
            LogReader.Read(_evidence.Events, Take);
            return;
        }

        using var file = File.OpenRead(path);
        LogReader.Read(file, Take);
    }

    /// <exception cref="InvalidDataException">The line says what no event says.</exception>
    private void Take(LogLine line)
    {
        try
        {
            Judge(line);
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or UnparsableValueException or FormatException)
        {
            throw new InvalidDataException($"Line {line.Number} is no event of a run: {fault.Message}", fault);
        }
    }

    private void Judge(LogLine line)
    {
        var desktop = Fleet.DesktopOf(line);
        foreach (var judge in _judges)
            judge.Before(line, desktop);
        Fleet.Take(line, desktop);
        foreach (var judge in _judges)
            judge.After(line, desktop);
    }
}
