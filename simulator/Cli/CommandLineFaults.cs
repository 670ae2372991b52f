using System.CommandLine;
using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Cli;

/// <summary>Tells what is wrong with a command line: a word that means nothing is named with the one that was meant, and no page of help hides it.</summary>
internal static class CommandLineFaults
{
    public static void Print(ParseResult parsed, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        var isRoot = command is RootCommand;
        foreach (var fault in parsed.UnmatchedTokens.Count > 0 ? Unmatched(parsed, command, isRoot) : parsed.Errors.Select(fault => fault.Message))
            error.WriteLine(fault);
        error.WriteLine($"\"deskfleet-sim {(isRoot ? "" : $"{command.Name} ")}--help\" has {(isRoot ? "the commands" : "all options, and examples")}.");
    }

    /// <summary>What follows an unknown option is taken for its value, and not told besides.</summary>
    private static IEnumerable<string> Unmatched(ParseResult parsed, Command command, bool isRoot)
    {
        var follows = false;
        foreach (var word in parsed.UnmatchedTokens)
        {
            var isOption = word.StartsWith('-');
            if (isOption)
                yield return $"There is no option {word} of {(isRoot ? "deskfleet-sim" : $"\"{command.Name}\"")}.{Nearest.Hint(word, command.Options.Select(option => option.Name))}";
            else if (isRoot)
                yield return $"There is no command \"{word}\".{Nearest.Hint(word, command.Subcommands.Select(known => known.Name))}";
            else if (!follows)
                yield return $"\"{word}\" is one word too many; put it in quotes where it belongs to the one before.";
            if (isRoot && !isOption)
                yield break;
            follows = isOption;
        }
    }
}
