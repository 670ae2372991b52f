using System.Globalization;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Testing.Faults;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>What many seeds came to.</summary>
public sealed class ChaosTally
{
    private readonly Dictionary<FaultKind, long> _faults = [];
    private readonly Dictionary<Transition, long> _moves = [];
    private readonly Dictionary<RefusalCode, long> _refusals = [];

    public int Seeds { get; private set; }

    public int Failures { get; private set; }

    public long Faults { get; private set; }

    public long Events { get; private set; }

    public Duration Virtual { get; private set; }

    /// <summary>The fewest faults of a seed that has classes of faults at all.</summary>
    public int FewestFaults { get; private set; } = int.MaxValue;

    public IEnumerable<Transition> MovesNeverReached => Transitions.All.Where(move => !_moves.ContainsKey(move));

    public IEnumerable<RefusalCode> CodesNeverReached => Enum.GetValues<RefusalCode>().Where(code => !_refusals.ContainsKey(code));

    public void Add(ChaosResult result)
    {
        Seeds++;
        Failures += result.IsSound ? 0 : 1;
        Faults += result.FaultCount;
        Events += result.Events;
        Virtual += result.Virtual;
        if (!result.Settings.Rates.IsEmpty)
            FewestFaults = Math.Min(FewestFaults, result.FaultCount);
        foreach (var fault in result.Injected)
            _faults[fault.Kind] = _faults.GetValueOrDefault(fault.Kind) + 1;
        foreach (var (move, count) in result.Moves)
            _moves[move] = _moves.GetValueOrDefault(move) + count;
        foreach (var (code, count) in result.Refusals)
            _refusals[code] = _refusals.GetValueOrDefault(code) + count;
    }

    /// <summary>One line, then the faults by class and the rare branches.</summary>
    /// <param name="rarest">How many of the rarest moves are listed.</param>
    public IEnumerable<string> Lines(int rarest = 20)
    {
        yield return Invariant($"{Seeds:N0} seeds, {Virtual.TotalDays:N0} virtual days, {Faults:N0} faults ({(FewestFaults == int.MaxValue ? 0 : FewestFaults)} or more a seed), {Events:N0} events, {Failures} failed");
        if (_faults.Count > 0)
            yield return $"faults: {Listed(_faults.OrderByDescending(fault => fault.Value).ThenBy(fault => fault.Key).Select(fault => Invariant($"{fault.Key} {fault.Value:N0}")))}";
        yield return Invariant($"moves: {_moves.Count} of {Transitions.All.Count} reached; the rarest: {Listed(_moves.OrderBy(move => move.Value).ThenBy(move => NameOf(move.Key), StringComparer.Ordinal).Take(rarest).Select(move => Invariant($"{NameOf(move.Key)} {move.Value:N0}")))}");
        yield return $"never: {Listed(MovesNeverReached.Select(NameOf))}";
        yield return $"refusals: {Listed(_refusals.OrderBy(code => code.Value).ThenBy(code => code.Key).Select(code => Invariant($"{code.Key} {code.Value:N0}")))}";
        yield return $"never: {Listed(CodesNeverReached.Select(code => code.ToString()))}";
    }

    public static string NameOf(Transition move) => $"{move.From.ToWire()} -{move.On}-> {move.To.ToWire()}";

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
