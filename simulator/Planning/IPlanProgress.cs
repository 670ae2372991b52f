namespace DeskFleet.Simulator.Planning;

/// <summary>Hears how a plan gets on. Called by several threads, one at a time.</summary>
public interface IPlanProgress
{
    /// <param name="done">Runs so far.</param>
    /// <param name="expected">Runs that it should take in all, as far as can be told.</param>
    void Ran(Trial trial, Outcome outcome, int done, int expected);

    /// <summary>Something else begins.</summary>
    void Phase(string what);
}
