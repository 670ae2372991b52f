using System.Text.RegularExpressions;

namespace DeskFleet.Repository.Tests;

/// <summary>SECURITY.md promises nothing without a test: each row of a promise names tests that there are.</summary>
public sealed partial class SecurityDocTests
{
    [Fact]
    public void Promises_EachOfThem_NamesTestsThatThereAre()
    {
        var sources = string.Concat(Repository.Sources("tests").Select(File.ReadAllText));
        var promised = File.ReadAllText(Repository.PathOf("SECURITY.md")).Split("## What is promised", 2)[1].Split("\n## ", 2)[0];
        var rows = promised.Split('\n').Where(line => line.StartsWith('|') && !line.StartsWith("|---", StringComparison.Ordinal) && !line.StartsWith("| promise |", StringComparison.Ordinal));

        Assert.All(rows, row =>
        {
            var named = Name().Matches(row.TrimEnd('|', ' ').Split('|')[^1]).Select(match => match.Groups[1].Value).ToList();
            Assert.True(named.Count > 0, $"This promise names no test: {row}");
            Assert.All(named, name => Assert.True(Regex.IsMatch(sources, $@"\b(class|void|Task) {name}\b"), $"There is no test {name}: {row}"));
        });
    }

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Name();
}
