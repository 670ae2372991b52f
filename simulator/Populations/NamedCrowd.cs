using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Bogus;
using Bogus.DataSets;
using DeskFleet.Core.Identity;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Populations;

/// <summary>
/// People with made-up names such as <c>ann.smith.office-000123</c>. A name comes from (seed, group, index within the group) alone:
/// the number makes it unique within the group, the group's name across groups. Where that is too long for a user's name, the people's own are cut.
/// </summary>
internal sealed class NamedCrowd(Scenario scenario)
{
    private readonly Name names = new("en");

    public static ImmutableArray<PlannedUser> Of(Scenario scenario) => new NamedCrowd(scenario).Users();

    private ImmutableArray<PlannedUser> Users() =>
        [.. scenario.Groups.SelectMany(Members).Select((person, place) => User(place, person.Group, person.Index))];

    private IEnumerable<(UserGroup Group, int Index)> Members(UserGroup group) =>
        Enumerable.Range(0, group.UsersWithin(scenario.Horizon)).Select(index => (group, index));

    private PlannedUser User(int place, UserGroup group, int index)
    {
        names.Random = new Randomizer(NameSeed(group.Name, index));
        var number = (index + 1).ToString("D6", CultureInfo.InvariantCulture);
        var ending = $".{group.Name.ToLowerInvariant()}-{number}";
        var userName = Fitted(Letters(names.FirstName()), Letters(names.LastName()), UserName.Longest - ending.Length) + ending;
        return new PlannedUser(place, userName, Emails.Of(userName, scenario.Fleets[group.Fleet].Account), group)
        {
            Number = index,
            Joins = group.JoinsAfter(index),
        };
    }

    private int NameSeed(string group, int index)
    {
        var question = new byte[sizeof(int) + Encoding.UTF8.GetByteCount(group)];
        BinaryPrimitives.WriteInt32LittleEndian(question, index);
        Encoding.UTF8.GetBytes(group, question.AsSpan(sizeof(int)));
        return unchecked((int)XxHash3.HashToUInt64(question, unchecked((long)scenario.Seed)));
    }

    /// <summary>Both names, at least a letter of each: the last name gives way first.</summary>
    private static string Fitted(string first, string last, int room)
    {
        last = last[..Math.Clamp(room - first.Length - 1, 1, last.Length)];
        return $"{first[..Math.Clamp(room - last.Length - 1, 1, first.Length)]}.{last}";
    }

    private static string Letters(string name) => string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();
}
