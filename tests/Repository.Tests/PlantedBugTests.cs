using System.Globalization;
using System.Text.RegularExpressions;

namespace DeskFleet.Repository.Tests;

/// <summary>A bug that fits the code no more is planted by nobody: it is written anew when the code around it changes.</summary>
public sealed partial class PlantedBugTests
{
    [Fact]
    public void PlantedBugs_Each_StillFitsTheCode()
    {
        var bugs = Bug().Matches(File.ReadAllText(Path.Combine(Repository.Root, "tests", "PlantedBugs", "bugs.txt")).ReplaceLineEndings("\n"));
        Assert.InRange(bugs.Count, 40, int.MaxValue);
        Assert.Distinct(bugs.Select(bug => bug.Groups["name"].Value));
        Assert.Empty(bugs.Where(bug => !Fits(bug)).Select(bug => bug.Groups["name"].Value));
    }

    private static bool Fits(Match bug)
    {
        var code = File.ReadAllText(Path.Combine(Repository.Root, "grains", "Core", bug.Groups["file"].Value));
        var places = Regex.Count(code, Regex.Escape(bug.Groups["was"].Value));
        return bug.Groups["place"] is { Success: true } place ? places >= int.Parse(place.Value, CultureInfo.InvariantCulture) : places == 1;
    }

    [GeneratedRegex(@"^= (?<name>\S+) .*\n@ (?<file>\S+)( (?<place>\d+))?\n- (?<was>.+)\n\+", RegexOptions.Multiline)]
    private static partial Regex Bug();
}
