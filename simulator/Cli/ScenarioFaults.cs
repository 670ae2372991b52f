using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Cli;

/// <summary>Tells all faults of an input, each on a line that editors understand.</summary>
internal static class ScenarioFaults
{
    /// <returns>The exit code for a bad input.</returns>
    public static int Print(TextWriter error, ScenarioReading reading, string consequence)
    {
        foreach (var fault in reading.Faults)
            error.WriteLine(fault.ToString());
        error.WriteLine($"{reading.Faults.Length} fault{(reading.Faults.Length == 1 ? "" : "s")}; {consequence}");
        return ExitCodes.BadInput;
    }
}
