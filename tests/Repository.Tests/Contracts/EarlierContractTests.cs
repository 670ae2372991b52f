using System.Text.RegularExpressions;

namespace DeskFleet.Repository.Tests.Contracts;

/// <summary>
/// Today's contracts beside those of the last two versions, which are kept here as they were: what those say is still understood, under the same names and with the
/// same members at the same places. Whoever releases a version adds its Contracts.txt and drops the oldest.
/// </summary>
public sealed class EarlierContractTests
{
    /// <summary>What was broken before anybody compared, and why that harms nobody any more.</summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        ["deskfleet.offer-returned"] = "Between a pool and its hosts, within one silo's turn; deskfleet.offer-answered has taken its place.",
        ["deskfleet.placement-candidate"] = "Its score is gone: it is skipped where it comes, and 0 where a silo of 0.1.0 misses it, which then takes the first host.",
    };

    /// <summary>Classes that have another name now and the alias that they had: nobody outside sees the name.</summary>
    private static readonly Dictionary<string, string> Renamed = new() { ["Standing"] = "CommitmentMonth" };

    public static TheoryData<string> Versions => [.. Directory.EnumerateFiles(Repository.PathOf("tests", "Repository.Tests", "Contracts"), "*.txt").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void Versions_ThatAreKept_AreTheLastTwo() => Assert.Equal(2, Versions.Count);

    [Theory, MemberData(nameof(Versions))]
    public void Contracts_OfAnEarlierVersion_AreStillUnderstood(string version)
    {
        var today = Read(Repository.PathOf("grains", "Contracts", "Contracts.txt"));
        var broken = from then in Read(Repository.PathOf("tests", "Repository.Tests", "Contracts", version))
                     where !Known.ContainsKey(then.Key)
                     where !today.TryGetValue(then.Key, out var now) || !Understands(now, WithTodaysNames(then.Value))
                     select $"{then.Key}: was '{then.Value}', is '{today.GetValueOrDefault(then.Key, "gone")}'";

        Assert.Empty(broken);
    }

    /// <summary>A type stands last of its member, or within brackets.</summary>
    private static string WithTodaysNames(string members) =>
        Renamed.Aggregate(members, (text, name) => Regex.Replace(text, $@"\b{name.Key}\b(?=[,;>?)]|$)", name.Value));

    /// <summary>Members of the constructor stay where they are, further ones have ids of their own; methods stay.</summary>
    private static bool Understands(string now, string then)
    {
        if (then.Contains('('))
            return then.Split("; ").All(now.Split("; ").Contains);
        var (parts, before) = (now.Split("; "), then.Split("; "));
        return parts[0].StartsWith(before[0], StringComparison.Ordinal) && before.Skip(1).All(parts.Skip(1).Contains);
    }

    private static Dictionary<string, string> Read(string path) => File.ReadLines(path)
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(": ", 2) is [var name, var members] ? (name, members) : (line.TrimEnd(':'), ""))
        .ToDictionary();
}
