using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DeskFleet.Simulator.Cli;

/// <summary>A subcommand with examples in its help.</summary>
public abstract class SimulatorCommand(string name, string description) : Command(name, description)
{
    /// <summary>Whole command lines, one a line.</summary>
    public abstract string Examples { get; }
}

/// <summary>The usual help, then examples and exit codes.</summary>
public sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    /// <summary>Takes the place of the root command's own help.</summary>
    public static void InstallOn(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    /// <summary>Who asks for help does not know yet what else has to be there.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is SimulatorCommand command)
            output.WriteLine($"Examples:\n{command.Examples}\n");
        output.WriteLine(ExitCodes.Help);
        return code;
    }
}
