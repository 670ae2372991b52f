using System.CommandLine;

namespace DeskFleet.Simulator.Cli;

/// <summary>The command line as a whole.</summary>
public static class SimulatorCli
{
    /// <summary>What an interrupted run may take to write what it has.</summary>
    private static readonly TimeSpan MaxFarewell = TimeSpan.FromSeconds(30);

    /// <summary>Every command that has examples in its help.</summary>
    public static IReadOnlyList<SimulatorCommand> Commands =>
    [
        new NewCommand(), new ValidateCommand(), new ShowCommand(), new RunCommand(), new ExplainCommand(), new BillCommand(), new DiffCommand(), new PlanCommand(),
        new AlertsCommand(), new ChaosCommand(), new JudgeCommand(),
    ];

    /// <returns>The exit code; see <see cref="ExitCodes"/>.</returns>
    public static async Task<int> Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Answers capacity questions about a fleet of cloud desktops with the code that runs in production.");
        foreach (var command in Commands)
            root.Add(command);
        HelpWithExamples.InstallOn(root);
        var parsed = root.Parse(arguments);
        var invocation = new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = MaxFarewell };
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(invocation);
        if (arguments.Count == 0)
            parsed.Invoke(invocation);
        else
            CommandLineFaults.Print(parsed, error);
        return ExitCodes.BadInput;
    }
}
