using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Tests.Catalog;

/// <summary>One image on its own: what each of its states admits.</summary>
public sealed class CatalogImageTests
{
    private static readonly ImageId Id = Names.Operation(1).ToImageId();
    private static readonly VolumeFingerprint Content = VolumeFingerprint.OfImage("content");
    private static readonly BundleId Bundle = new("wsb-golden0000");

    private readonly SingleEntity<CatalogImageState, CatalogImage> _image = new($"{Names.Account}/{Id}");
    private int _deletions = 100;

    [Fact]
    [Trait("RulePart", "BUN-06")]
    public void Begin_Again_IsTheSameUnderItsIdAndRefusedUnderAnother()
    {
        Assert.IsType<ImageBegun>(Begin(1));
        var before = _image.Record;

        Assert.IsType<ImageBegun>(Begin(1));
        AssertRefused(RefusalCode.ResourceExists, Begin(2));
        Assert.Same(before, _image.Record);

        _image.Send(new FailImage("no end"));
        AssertRefused(RefusalCode.ResourceExists, Begin(1));
    }

    [Fact]
    [Trait("RulePart", "BUN-10")]
    public void Begin_RefusedByTheAccount_IsNotThere()
    {
        AssertRefused(RefusalCode.LimitExceeded, _image.Send(Beginning(1), _ => new Refused(RefusalCode.LimitExceeded, "full")));

        Assert.Equal(ImageStatus.None, _image.State.Status);
        AssertRefused(RefusalCode.ResourceNotFound, _image.Send(new DescribeImage()));
        AssertRefused(RefusalCode.ResourceNotFound, _image.Send(Deletion()));
        AssertRefused(RefusalCode.ResourceNotFound, _image.Send(new UseImage(Bundle)));
    }

    [Fact]
    [Trait("RulePart", "BUN-06")]
    public void Pending_IsNeitherUsedNorDeleted()
    {
        Begin(1);

        AssertRefused(RefusalCode.InvalidState, _image.Send(new UseImage(Bundle)));
        AssertRefused(RefusalCode.InvalidState, _image.Send(Deletion()));
        Assert.Equal(ImageStatus.Pending, _image.State.Status);
    }

    [Fact]
    public void Finished_Twice_KeepsTheFirstContent()
    {
        Available();
        var before = _image.Record;

        _image.Send(new FinishImage(VolumeFingerprint.OfImage("other")));
        _image.Send(new FailImage("late"));

        Assert.Same(before, _image.Record);
        Assert.Equal(Content, _image.State.Content);
    }

    [Fact]
    [Trait("RulePart", "BUN-10")]
    public void Delete_EachState_GivesTheUnitBackOnce()
    {
        Available();
        _image.Send(new UseImage(Bundle));
        _image.Send(new UseImage(Bundle));
        Assert.Equal([Bundle], _image.State.Bundles);
        AssertRefused(RefusalCode.ResourceAssociated, _image.Send(Deletion()));
        _image.Send(new LeaveImage(Bundle));
        var before = _image.State;
        _image.Send(new LeaveImage(Bundle));
        Assert.Same(before, _image.State);

        Assert.IsType<Accepted>(_image.Send(Deletion()));
        Assert.Equal([new ReturnLease(Names.Operation(1), Account.ImageSlot), new Delist(ListedKind.Image, Id.Value)], _image.Owed);
        var deleted = _image.State;

        Assert.IsType<Accepted>(_image.Send(Deletion()));
        Assert.Equal(ImageStatus.Deleted, deleted.Status);
        Assert.Same(deleted, _image.State);
        AssertRefused(RefusalCode.ResourceNotFound, _image.Send(new UseImage(Bundle)));
    }

    [Fact]
    [Trait("RulePart", "BUN-10")]
    public void Delete_OfAFailedOne_GivesNothingBackASecondTime()
    {
        Begin(1);
        _image.Send(new FailImage("no end"));
        Assert.Equal([new ReturnLease(Names.Operation(1), Account.ImageSlot)], _image.Owed);
        AssertRefused(RefusalCode.InvalidState, _image.Send(new UseImage(Bundle)));

        Assert.IsType<Accepted>(_image.Send(Deletion()));

        Assert.Equal([new Delist(ListedKind.Image, Id.Value)], _image.Owed);
        Assert.Equal(ImageStatus.Deleted, _image.State.Status);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void HoldsLease_OfItsOwnOperationOnly(int operation, bool holds)
    {
        Begin(1);

        Assert.Equal(holds, _image.Send(new HoldsLease(Names.Operation(operation))) is Accepted);

        _image.Send(new FailImage("no end"));
        AssertRefused(RefusalCode.StaleEpoch, _image.Send(new HoldsLease(Names.Operation(operation))));
    }

    private DeleteImage Deletion() => new(Names.Operation(_deletions++));

    private Reply Begin(int operation) => _image.Send(Beginning(operation), question =>
    {
        Assert.Equal(new Question(Entity.Of(Names.Account), new LeaseImage(Names.Operation(operation), Entity.Of(Names.Account, Id))), question);
        return new ImageLeased(Names.Operation(operation));
    });

    private void Available()
    {
        Begin(1);
        _image.Send(new FinishImage(Content));
        Assert.Equal(ImageStatus.Available, _image.State.Status);
    }

    private static BeginImage Beginning(int operation) =>
        new(Names.Operation(operation), Names.Account, Id, Facts, Names.WorkSpace(1));

    private static ImageFacts Facts => new("golden", HardwareFamily.General, SoftwareTier.Basic, Experience.Windows10, Language.EnglishUS, ImageOrigin.Provider);

    private static void AssertRefused(RefusalCode code, Reply reply) => Assert.Equal(code, Assert.IsType<Refused>(reply).Code);
}
