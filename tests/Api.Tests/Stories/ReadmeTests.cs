using System.Text.RegularExpressions;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Api.Tests.Stories;

using Repository = DeskFleet.Repository.Tests.Repository;

/// <summary>The README's transcript is what really happens: its commands, run by a shell against a fresh silo, print what it says.</summary>
public sealed partial class ReadmeTests
{
    private const string Begin = "```text\n$ alias workspaces=";
    private const string Address = "http://127.0.0.1:8080";

    [Theory]
    [MemberData(nameof(AwsCli.Installed), MemberType = typeof(AwsCli))]
    public async Task Readme_CommandsOfItsTranscript_PrintWhatItSays(string cli)
    {
        var aws = Tool.Installed(cli, "aws");
        var bash = Tool.Find("bash");
        using var silo = await ApiSilo.StartWith("--insecure-local", "--driver-time-scale", "600");
        var told = Transcript();
        var prepare = $"aws() {{ '{aws}' \"$@\"; }}; shopt -s expand_aliases\n{told[0].Command.Replace(Address, silo.Url, StringComparison.Ordinal)}\n";
        Assert.Equal(6, told.Count);

        var names = new Dictionary<string, string>();
        foreach (var (command, expected) in told.Skip(1))
        {
            var now = "";
            // A person looks again until a desktop is made.
            await Eventually.True(
                async () =>
                {
                    (now, var errors) = await Run(bash, prepare + Renamed(command, names));
                    // The line above the transcript says what an older one wants besides.
                    if (AwsCli.WantsWorkDocs(errors))
                        (now, errors) = await Run(bash, $"{prepare}{command} {OptionOfOlderOnes()}");
                    Assert.True(errors.Length == 0, $"{command}: {errors}");
                    Learn(expected, now, names);
                    return now.TrimEnd() == Renamed(expected, names) || !command.Contains("describe-", StringComparison.Ordinal);
                },
                expected);
            Assert.Equal(Renamed(expected, names), now.TrimEnd());
        }
    }

    private static async Task<(string Output, string Errors)> Run(string bash, string script)
    {
        var (_, output, errors) = await Tool.Run(
            bash, Path.GetTempPath(), ["-c", script],
            ("AWS_ACCESS_KEY_ID", "any"), ("AWS_SECRET_ACCESS_KEY", "any"), ("AWS_PAGER", ""), ("AWS_CONFIG_FILE", "/dev/null"), ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"));
        return (output, errors);
    }

    private static string OptionOfOlderOnes()
    {
        Assert.Contains($"`{AwsCli.NoWorkDocs}`", File.ReadAllText(Repository.PathOf("README.md")), StringComparison.Ordinal);
        return AwsCli.NoWorkDocs;
    }

    /// <summary>Each command with what it prints.</summary>
    private static List<(string Command, string Output)> Transcript()
    {
        var readme = File.ReadAllText(Repository.PathOf("README.md"));
        var from = readme.IndexOf(Begin, StringComparison.Ordinal) + "```text\n".Length;
        var block = readme[from..readme.IndexOf("```", from, StringComparison.Ordinal)];
        return [.. CommandAndOutput().Matches(block).Select(match => (match.Groups["command"].Value, match.Groups["output"].Value.TrimEnd()))];
    }

    /// <summary>Ids are new each time: the one that comes where the README has one stands for it from then on.</summary>
    private static void Learn(string expected, string now, Dictionary<string, string> names)
    {
        foreach (var (told, real) in WorkSpaceId().Matches(expected).Zip(WorkSpaceId().Matches(now)))
            names.TryAdd(told.Value, real.Value);
    }

    private static string Renamed(string text, Dictionary<string, string> names) => WorkSpaceId().Replace(text, match => names.GetValueOrDefault(match.Value, match.Value));

    [GeneratedRegex("ws-[a-z0-9]{9}")]
    private static partial Regex WorkSpaceId();

    /// <summary>A command goes on where its line ends with a backslash.</summary>
    [GeneratedRegex(@"^\$ (?<command>(?:.*\\\n)*.*)\n(?<output>(?:(?!\$ ).*\n)*)", RegexOptions.Multiline)]
    private static partial Regex CommandAndOutput();
}
