namespace DeskFleet.Simulator.Cli;

/// <summary>How the simulator ends.</summary>
public static class ExitCodes
{
    public const int Done = 0;

    public const string Help = """
        Exit codes:
          0    done
          1    done, and a threshold of the scenario is missed; plan: no number of hosts is enough
          2    the input has faults, or the output cannot be written
          3    an invariant of DeskFleet broke: a bug
          130  interrupted; what was written is valid and marked partial
        """;

    /// <summary>Done, and at least one threshold of the scenario is missed.</summary>
    public const int Missed = 1;

    /// <summary>No number of hosts is enough.</summary>
    public const int NoPlan = 1;

    /// <summary>The input has faults, or the output cannot be written.</summary>
    public const int BadInput = 2;

    /// <summary>DeskFleet broke one of its own invariants: a bug.</summary>
    public const int InvariantBroken = 3;

    /// <summary>Ctrl-C: what was written is valid and marked partial.</summary>
    public const int Interrupted = 130;
}
