using System.CommandLine;
using DeskFleet.Simulator.Cli;

var root = new RootCommand("Answers capacity questions about a fleet of cloud desktops with the code that runs in production.")
{
    new NewCommand(),
    new ValidateCommand(),
    new ShowCommand(),
    new RunCommand(),
    new ExplainCommand(),
    new BillCommand(),
    new DiffCommand(),
    new PlanCommand(),
    new AlertsCommand(),
};
HelpWithExamples.InstallOn(root);
var parsed = root.Parse(args);
return parsed.Errors.Count > 0
    ? Math.Max(ExitCodes.BadInput, parsed.Invoke() * ExitCodes.BadInput)
    : await parsed.InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
