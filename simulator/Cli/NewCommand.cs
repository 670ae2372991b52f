using System.CommandLine;

namespace DeskFleet.Simulator.Cli;

/// <summary><c>new [FILE]</c>: a commented scenario to begin with.</summary>
public sealed class NewCommand : SimulatorCommand
{
    private const string Default = "scenario.yaml";

    private readonly Argument<string> _file = new("FILE") { Description = "Where to; it must not exist yet.", DefaultValueFactory = _ => Default };

    public NewCommand()
        : base("new", "Writes a commented scenario to begin with. It is sound as it is: change it, validate it, run it.")
    {
        Add(_file);
        SetAction(Create);
    }

    public override string Examples => """
          deskfleet-sim new
          deskfleet-sim new my.yaml
        """;

    private int Create(ParseResult parsed)
    {
        var path = parsed.GetValue(_file)!;
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            using var starter = typeof(NewCommand).Assembly.GetManifestResourceStream("starter.yaml")!;
            starter.CopyTo(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var problem = File.Exists(path) ? "There is such a file already." : WriteTrouble.Of(path, fault);
            parsed.InvocationConfiguration.Error.WriteLine($"{path} was not written: {problem} Name another file.");
            return ExitCodes.BadInput;
        }

        parsed.InvocationConfiguration.Output.WriteLine($"{path} is written. Next: deskfleet-sim validate {path}, then deskfleet-sim run {path}");
        return ExitCodes.Done;
    }
}
