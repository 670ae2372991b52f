namespace DeskFleet.Benchmarks.Engines;

/// <summary>One desktop of the toys: stopped, starting, running or stopping, and the seconds that it ran.</summary>
internal struct Desk
{
    private bool _runs;
    private bool _moves;
    private bool _wanted;
    private int _idleSince;
    private int _since;

    public long Ran { get; private set; }

    /// <summary>What follows, and when; -1: nothing.</summary>
    /// <param name="happened">Whether anything came of it.</param>
    public (Step Next, int At) Take(Step step, int now, out bool happened)
    {
        happened = true;
        switch (step)
        {
            case Step.SignIn:
                _wanted = true;
                return _runs || _moves ? default((Step, int)) with { Item2 = -1 } : Move(Step.Started, now + Workdays.StartTime);
            case Step.Started:
                (_runs, _moves, _since) = (true, false, now);
                return _wanted ? (default, -1) : Idle(now);
            case Step.SignOut:
                _wanted = false;
                return _runs ? Idle(now) : (default, -1);
            case Step.AutoStop:
                happened = _runs && !_wanted && _idleSince == now - Workdays.AutoStopAfter;
                if (!happened)
                    return (default, -1);
                (_runs, Ran) = (false, Ran + now - _since);
                return Move(Step.Stopped, now + Workdays.StopTime);
            default:
                _moves = false;
                return _wanted ? Move(Step.Started, now + Workdays.StartTime) : (default, -1);
        }
    }

    private (Step Next, int At) Idle(int now)
    {
        _idleSince = now;
        return (Step.AutoStop, now + Workdays.AutoStopAfter);
    }

    private (Step Next, int At) Move(Step next, int at)
    {
        _moves = true;
        return (next, at);
    }
}
