using System.Text;
using System.Text.RegularExpressions;
using DeskFleet.Simulator.Tests.Cli;

namespace DeskFleet.Simulator.Tests.Docs;

/// <summary>Runs command lines as documents write them, one after the other in one folder.</summary>
internal static partial class CommandLines
{
    private const string Command = "deskfleet-sim ";
    private const string FromSource = "dotnet run -c Release --project simulator -- ";

    /// <summary>The simulator's lines in the shell blocks of a document, without their comments.</summary>
    public static IReadOnlyList<string> Of(string document) =>
    [
        .. ShellBlock().Matches(File.ReadAllText(document))
            .SelectMany(block => block.Groups[1].Value.Split('\n'))
            .Select(line => line.Trim().Replace(FromSource, Command, StringComparison.Ordinal))
            .Where(line => line.StartsWith(Command, StringComparison.Ordinal)),
    ];

    /// <summary>A threshold that is missed is a result like any other; faults and breakdowns are none.</summary>
    /// <returns>What they printed.</returns>
    public static async Task<string> RunAll(string folder, IEnumerable<string> lines)
    {
        var printed = new StringBuilder();
        foreach (var line in lines)
        {
            var (arguments, target) = Split(line[Command.Length..]);
            var ended = await SimulatorProcess.RunIn(folder, null, arguments);
            Assert.True(ended.ExitCode is 0 or 1, $"{line}\nends with {ended.ExitCode}: {ended.Error}");
            Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
            printed.Append(ended.Output);
            if (target is not null)
                await File.WriteAllTextAsync(Path.Combine(folder, target), ended.Output);
        }

        return printed.ToString();
    }

    /// <summary>Goes through a page as its reader: writes the files that it says to write, runs its commands, and finds its output printed.</summary>
    public static async Task Follow(string page, string folder, Func<string, string> fillIn)
    {
        var printed = "";
        foreach (Match block in Block().Matches(await File.ReadAllTextAsync(page)))
        {
            var (file, kind, text) = (block.Groups["file"].Value, block.Groups["kind"].Value, block.Groups["text"].Value);
            if (file.Length > 0)
                await File.WriteAllTextAsync(Path.Combine(folder, file), text);
            else if (kind == "sh")
                printed += await RunAll(folder, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(fillIn));
            else
                Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(line, printed, StringComparison.Ordinal));
        }
    }

    /// <summary>As a shell does: quotes hold together, # begins a comment, > names a file.</summary>
    private static (string[] Arguments, string? Target) Split(string line)
    {
        var words = Word().Matches(line).Select(match => match.Value.Trim('"')).TakeWhile(word => word != "#").ToList();
        var at = words.IndexOf(">");
        return at < 0 ? ([.. words], null) : ([.. words[..at]], words[at + 1]);
    }

    [GeneratedRegex(@"(Write `(?<file>[^`]+)`:\n\n)?^```(?<kind>[a-z]+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Word();
}
