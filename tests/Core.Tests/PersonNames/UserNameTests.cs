using System.Security.Cryptography;
using System.Text;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Tests.PersonNames;

/// <summary>Who is one person, and what can be a name (QTA-01).</summary>
public sealed class UserNameTests
{
    /// <summary>Names that cannot be, and what is said of them.</summary>
    public static TheoryData<string, string> Impossible { get; } = new()
    {
        { "", "is empty" },
        { "  ", "is empty" },
        { "an\0n", "\"anU+0000n\" is no user name: character 3 is the control character U+0000" },
        { "ann\n", "control character U+000A" },
        { "ann\u007f", "control character U+007F" },
        { "ann\u0085", "control character U+0085" },
        { "ann\ud800", "\"annU+D800\" is no user name: it holds half of a surrogate pair" },
        { "\udc00ann", "half of a surrogate pair" },
        { "j\ufffdrgen", "character 2 (U+FFFD) stands for one that could not be read" },
        { new('a', 65), "it has 65 characters, and 64 are the most" },
    };

    [Theory]
    [Trait("Rule", "QTA-01")]
    [InlineData("Jane.Doe", "jane.doe")]
    [InlineData("ACME\\Ann", "acme\\ANN")]
    [InlineData("ju\u0308rgen", "J\u00dcRGEN")]
    [InlineData("J\u030c", "\u01f0")]
    [InlineData("\u039d\u03af\u03ba\u03bf\u03c2", "\u039d\u038a\u039a\u039f\u03a3")]
    [InlineData("a\u0323\u0307", "A\u0307\u0323")]
    [InlineData("\u1112\u1161\u11ab", "\ud55c")]
    [InlineData("\ud801\udc00", "\ud801\udc28")]
    public void Names_ThatDifferInCapitalsOrInHowLettersAreWritten_AreOnePersonAndStayAsGiven(string one, string other)
    {
        var (first, second) = (UserName.Of(one), UserName.Of(other));

        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.Equal(Entity.Of(Names.Directory, first), Entity.Of(Names.Directory, second));
        Assert.Equal((one, other), (first.Value, second.ToString()));
        Assert.Null(first.Fault());
    }

    [Fact]
    [Trait("Rule", "QTA-01")]
    public void Names_ThatDifferOtherwise_AreTwoPeopleWithEntitiesOfTheirOwn()
    {
        string[] names =
        [
            "j\u00fcrgen", "j\u00f6rgen", "jurgen", "a+b@example.org", "a-b@example.org", "o'brien", "o-brien", "obrien", "acme\\ann", "acme/ann", "acme-ann", "ann", " ann", "ann ",
            "a{b", "a}b", "a%7Bb", "a%7Db", "a{{b", "a b", "a\u00a0b", "\u5c71\u7530", "\u5c71\u672c", "\u0131", "i", "\u00df", "ss", new('a', 64), new('\u5c71', 64), "\ud83d\ude00",
        ];
        var people = names.Select(UserName.Of).ToList();

        Assert.All(people, person => Assert.Null(person.Fault()));
        Assert.Equal(names.Length, people.Distinct().Count());
        Assert.Equal(names.Length, people.Select(person => Entity.Of(Names.Directory, person)).Distinct().Count());
        Assert.All(people, person => Assert.DoesNotContain(Entity.Of(Names.Directory, person).Key, letter => letter is '{' or '}'));
    }

    /// <summary>Records of the version before have keys in small letters, and no other difference.</summary>
    [Fact]
    public void Entity_OfANameOfTheVersionBefore_HasTheKeyThatItHad()
    {
        string[] names = ["ann", "acme\\ann", "ann@example.org", "o'brien", "j\u00fcrgen", "\u5c71\u7530", "a b", "a%b", "\u0438\u0432\u0430\u043d", "\u0131\u015f\u0131k", "stra\u00dfe"];

        Assert.Equal(names.Select(name => $"d-one/{name}"), names.Select(name => Entity.Of(Names.Directory, UserName.Of(name)).Key));
    }

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Fault_OfWhatCannotBeAName_ShowsItAndSaysWhy(string name, string why) => Assert.Contains(why, UserName.Of(name).Fault(), StringComparison.Ordinal);

    [Fact]
    public void Fault_CountsCharactersAsTheyAreCompared() => Assert.Null(UserName.Of(string.Concat(Enumerable.Repeat("u\u0308", 64))).Fault());

    [Theory]
    [MemberData(nameof(Impossible))]
    [Trait("Rule", "QTA-01")]
    public void Launch_ForWhatCannotBeAName_IsRefusedByNameAndStoresNothing(string name, string why)
    {
        var fleet = TinyFleet.With(HostType.General, 1, 1);
        var (id, _) = fleet.Launch(1);
        fleet.DeliverAll();
        var before = fleet.Stored();

        var launch = fleet.Send(Entity.Of(Names.WorkSpace(9)), new LaunchWorkSpace(Names.Operation(9), Names.Directory, UserName.Of(name), Names.Standard.Id));
        var connect = fleet.Send(Entity.Of(id), new Connect(Names.Operation(10), UserName.Of(name), Names.Session(1)));
        var claim = fleet.Send(Entity.Of(Names.Directory, UserName.Of(name)), new ClaimUser(Names.WorkSpace(9)));

        Assert.All(new[] { launch, connect, claim }, reply => Assert.Contains(why, Assert.IsType<Refused>(reply).Message, StringComparison.Ordinal));
        Assert.Empty(fleet.ChangedSince(before));
    }

    [Theory]
    [InlineData("d-one/two")]
    [InlineData("d-{one}")]
    [InlineData("d-one\0")]
    public void Register_UnderAnIdThatUsersCouldNotBeToldApartBy_IsRefused(string id)
    {
        var fleet = TinyFleet.With(HostType.General, 1, 1);

        var reply = fleet.Send(Entity.Of(new DirectoryId(id)), new RegisterDirectory(Names.Account, Names.ZoneA, Names.ZoneB, IsDedicated: false));

        Assert.Equal(RefusalCode.InvalidParameter, Assert.IsType<Refused>(reply).Code);
    }

    /// <summary>
    /// Every character alone, with a mark behind it, behind a letter and before two marks, as Unicode 14.0 has it: the number is from Python's
    /// unicodedata, which knows nothing of this table.
    /// </summary>
    [Fact]
    public void ComposedForm_OfEveryCharacter_IsThatOfUnicode()
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var point = 0; point <= 0x10FFFF; point++)
        {
            if (!Rune.IsValid(point))
                continue;
            var letter = new Rune(point).ToString();
            foreach (var text in new[] { letter, letter + "\u0301", "a" + letter, letter + "\u0323\u0307" })
                sum.AppendData(Encoding.UTF8.GetBytes(ComposedForm.Of(text) + "\n"));
        }

        Assert.Equal("5ff025744354a5afcf4743749062da1d2882824363b9a4c371894598367eeffe", Convert.ToHexStringLower(sum.GetHashAndReset()));
    }
}
