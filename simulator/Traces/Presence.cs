namespace DeskFleet.Simulator.Traces;

/// <summary>What an event of a log says about somebody at a machine.</summary>
internal enum Sign : byte
{
    /// <summary>Somebody came, or unlocked the screen: where a session is open already, it goes on.</summary>
    Logon,

    Logoff,

    /// <summary>A state within a session, which it neither begins nor ends.</summary>
    State,

    /// <summary>The end of what may have ended before: a session that was disconnected is closed for good.</summary>
    Closing,
}

/// <summary>One event. Logs have many, so it is small: names and machines are numbers.</summary>
/// <param name="Second">Since 1970.</param>
/// <param name="LateBy">Where the clock has an hour twice: seconds until the other instant that it may be.</param>
/// <param name="User">Of the spellings that were met.</param>
internal readonly record struct Happening(long Second, int User, int Machine, int Line, ushort LateBy, Sign Sign)
{
    /// <summary>The first of both instants that is after another; a session over the doubled hour ends after its start.</summary>
    public long After(long start) => Second > start ? Second : Second + LateBy;
}

/// <summary>
/// Makes sessions of events, by their times and never by the order of their lines. Of one person at one machine: a Logon while a session is open is an
/// unlock, unless as many Logoffs follow each other as there were Logons: then they nest, and the last one ends the session.
/// </summary>
internal sealed class Presence(TraceFaults faults, SessionBook book, TraceNames names)
{
    private const int LeastCapacity = 1024;

    private readonly List<string> _users = [];
    private readonly List<int> _people = [];
    private readonly List<string> _machines = [];
    private readonly Dictionary<string, int> _userNumbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _machineNumbers = new(StringComparer.Ordinal);
    private Happening[] _happenings = [];
    private int _count;

    /// <summary>At most so many events are to come.</summary>
    public void Expect(int happenings) => _happenings = new Happening[happenings];

    /// <param name="user">As <see cref="TraceNames.Read"/> gives it.</param>
    public void Add(TraceTime at, string user, string machine, Sign sign, int line)
    {
        var number = NumberOf(user, _userNumbers, _users);
        if (number == _people.Count) _people.Add(names.PersonOf(user));
        var second = at.Early.ToUnixTimeSeconds();
        book.Saw(second);
        if (_count == _happenings.Length) Array.Resize(ref _happenings, Math.Max(LeastCapacity, _count + (_count / 2)));
        _happenings[_count++] = new(second, number, NumberOf(machine, _machineNumbers, _machines), line, (ushort)(at.Late - at.Early).TotalSeconds, sign);
    }

    /// <summary>Hands the sessions over.</summary>
    public void Close()
    {
        var all = _happenings.AsSpan(0, _count);
        all.Sort(Compare);
        book.Expect(_count / 2);
        for (var from = 0; from < all.Length;)
        {
            var to = from + 1;
            while (to < all.Length && IsSameDesk(all[from], all[to])) to++;
            var machine = all[from..to];
            // In one second a session ends before the next begins, if one is open.
            if (machine is [{ Sign: Sign.Logoff } off, { Sign: Sign.Logon } on, ..] && off.Second == on.Second) (machine[0], machine[1]) = (on, off);
            Sessions(machine);
            from = to;
        }
    }

    /// <summary>The line number decides nothing but which of two equal events is first.</summary>
    private int Compare(Happening one, Happening other) =>
        _people[one.User].CompareTo(_people[other.User]) is not 0 and var byPerson ? byPerson
        : one.Machine.CompareTo(other.Machine) is not 0 and var byMachine ? byMachine
        : one.Second.CompareTo(other.Second) is not 0 and var byTime ? byTime
        : Rank(one.Sign).CompareTo(Rank(other.Sign)) is not 0 and var bySign ? bySign
        : one.Line.CompareTo(other.Line);

    private static int Rank(Sign sign) => sign == Sign.Logon ? int.MaxValue : (int)sign;

    private bool IsSameDesk(Happening one, Happening other) => _people[one.User] == _people[other.User] && one.Machine == other.Machine;

    private void Sessions(ReadOnlySpan<Happening> machine)
    {
        Happening? open = null;
        var nested = 0;
        for (var i = 0; i < machine.Length; i++)
        {
            var next = machine[i];
            if (next.Sign == Sign.State) continue;
            if (next.Sign == Sign.Logon)
            {
                nested = open is null ? 0 : nested + 1;
                open ??= next;
            }
            else if (open is not { } logon)
            {
                if (next.Sign == Sign.Logoff) book.AddWithoutStart(UserOf(next), next.Second, next.Line, $"\"{UserOf(next)}\" logs off{At(next)} without a Logon before");
            }
            else if (next.Sign == Sign.Logoff && nested > 0 && NextSign(machine[(i + 1)..]) == Sign.Logoff) nested--;
            else
            {
                Whole(logon, next);
                open = null;
            }
        }

        if (open is { } last) book.AddWithoutEnd(UserOf(last), last.Second, last.Line, $"\"{UserOf(last)}\" never logs off{At(last)} after this");
    }

    private static Sign? NextSign(ReadOnlySpan<Happening> after)
    {
        foreach (var next in after)
            if (next.Sign != Sign.State) return next.Sign;
        return null;
    }

    private void Whole(Happening logon, Happening logoff)
    {
        if (logoff.After(logon.Second) is var end && end > logon.Second) book.Add(UserOf(logon), logon.Second, end, logon.Line);
        else faults.Line(BadLine.NegativeLength, "date", logoff.Line, "The session does not end after its start; drop both lines.");
    }

    /// <summary>Nothing where the log names no machines.</summary>
    private string At(Happening happening) => _machines[happening.Machine] is { Length: > 0 } machine ? $" {machine}" : "";

    private string UserOf(Happening happening) => _users[happening.User];

    private static int NumberOf(string text, Dictionary<string, int> numbers, List<string> texts)
    {
        if (numbers.TryGetValue(text, out var number)) return number;
        numbers.Add(text, texts.Count);
        texts.Add(text);
        return texts.Count - 1;
    }
}
