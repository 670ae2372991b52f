using DeskFleet.Simulator.Cli;

namespace DeskFleet.Simulator.Tests.Cli;

/// <summary>The same command line within this process: for thousands of calls. Engine core only.</summary>
internal static class SimulatorHere
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <exception cref="TimeoutException">It hangs.</exception>
    public static async Task<Ended> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Task.Run(() => SimulatorCli.Run(arguments, output, error)).WaitAsync(Patience);
        return new(code, output.ToString(), error.ToString());
    }
}
