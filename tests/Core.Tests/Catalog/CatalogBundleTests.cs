using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Tests.Catalog;

/// <summary>One bundle of an account on its own (BUN-09, BUN-11).</summary>
public sealed class CatalogBundleTests
{
    private static readonly BundleId Id = new("wsb-golden0000");
    private static readonly ImageId First = new("wsi-first");
    private static readonly ImageId Second = new("wsi-second");

    private static readonly ImageFacts Plain =
        new("golden", HardwareFamily.General, SoftwareTier.Basic, Experience.Windows10, Language.EnglishUS, ImageOrigin.Provider);

    private readonly SingleEntity<CatalogBundleState, CatalogBundle> _bundle = new($"{Names.Account}/{Id}");
    private int _operations;

    [Fact]
    [Trait("RulePart", "BUN-09")]
    public void Create_FromAnImage_IsWhatTheImageIs()
    {
        Assert.IsType<BundleCreated>(Create(Plain with { Tier = SoftwareTier.Plus, Language = Language.Japanese, Experience = Experience.Windows7 }));

        var made = Resolve();
        Assert.Equal(("Ours", Id, "Performance", true, false), (made.Name, made.Id, made.BuiltOn, made.HasPlus, made.BringsOwnLicence));
        Assert.Equal((Language.Japanese, Experience.Windows7, First), (made.Language, made.Experience, made.Image!.Id));
        Assert.Equal(Bundle.Of(Hardware.Performance).Size, made.Size);
        AssertRefused(RefusalCode.ResourceExists, Create(Plain));
    }

    [Theory]
    [InlineData("", RefusalCode.InvalidParameter)]
    [InlineData("a", null)]
    public void Create_WithoutAName_IsRefusedAndAsksNobody(string name, RefusalCode? code) =>
        Assert.Equal(code, (_bundle.Send(new CreateBundle(Next(), Names.Account, name, Hardware.Value, First), code is null ? Use(Plain) : null) as Refused)?.Code);

    [Fact]
    [Trait("RulePart", "BYO-19")]
    public void Create_GraphicsUnderOwnLicences_NeedsTheArrangement()
    {
        var own = Plain with { Origin = ImageOrigin.OwnLicence, Family = HardwareFamily.Graphics, Experience = Experience.Windows7 };
        var graphics = new CreateBundle(Next(), Names.Account, "Ours", Hardware.Graphics, First);

        AssertRefused(RefusalCode.ArrangementNeeded, _bundle.Send(graphics, Use(own, new Refused(RefusalCode.ArrangementNeeded, "by arrangement"))));
        Assert.IsType<BundleCreated>(_bundle.Send(graphics with { OperationId = Next() }, Use(own, Accepted.Instance)));
        Assert.True(Resolve().BringsOwnLicence);
    }

    [Fact]
    [Trait("RulePart", "BUN-09")]
    public void Publish_OnOrOff_SaysWhetherItCanBeLaunched()
    {
        Create(Plain, publish: false);
        AssertRefused(RefusalCode.BundleNotAllowed, _bundle.Send(new ResolveBundle()));

        _bundle.Send(new PublishBundle(Next(), IsPublished: true));
        Assert.Equal(Id, Resolve().Id);
        var published = _bundle.State;
        _bundle.Send(new PublishBundle(Next(), IsPublished: true));
        Assert.Same(published, _bundle.State);

        _bundle.Send(new PublishBundle(Next(), IsPublished: false));
        AssertRefused(RefusalCode.BundleNotAllowed, _bundle.Send(new ResolveBundle()));
    }

    [Fact]
    [Trait("RulePart", "BUN-11")]
    public void Update_ToAnotherImage_LeavesTheFirst()
    {
        Create(Plain);
        var before = _bundle.State;
        Assert.IsType<Accepted>(_bundle.Send(new UpdateBundle(Next(), First), Use(Plain)));
        Assert.Same(before, _bundle.State);
        AssertRefused(RefusalCode.ResourceNotFound, _bundle.Send(new UpdateBundle(Next(), Second), _ => new Refused(RefusalCode.ResourceNotFound, "no image")));
        AssertRefused(RefusalCode.BundleNotAllowed, _bundle.Send(new UpdateBundle(Next(), Second), Use(Plain with { Tier = SoftwareTier.Plus }, of: Second)));
        Assert.Same(before, _bundle.State);

        Assert.IsType<Accepted>(_bundle.Send(new UpdateBundle(Next(), Second), Use(Plain with { Language = Language.Japanese }, of: Second)));

        Assert.Equal([new LeaveImage(Id)], _bundle.Owed);
        Assert.Equal((Second, Language.Japanese), (Resolve().Image!.Id, Resolve().Language));
    }

    [Fact]
    public void Delete_LeavesItsImageAndIsGone()
    {
        Create(Plain);

        Assert.IsType<Accepted>(_bundle.Send(new DeleteBundle(Next())));

        Assert.Contains(new Effect(Entity.Of(Names.Account, First), new LeaveImage(Id)), _bundle.Last.Effects.Select(owed => owed.Effect));
        Assert.Equal([new LeaveImage(Id), new Delist(ListedKind.Bundle, Id.Value)], _bundle.Owed);
        AssertRefused(RefusalCode.ResourceNotFound, _bundle.Send(new ResolveBundle()));
        AssertRefused(RefusalCode.ResourceNotFound, _bundle.Send(new DeleteBundle(Next())));
        AssertRefused(RefusalCode.ResourceNotFound, _bundle.Send(new PublishBundle(Next(), IsPublished: true)));
        AssertRefused(RefusalCode.ResourceNotFound, _bundle.Send(new UpdateBundle(Next(), Second)));
    }

    [Fact]
    public void Defined_ByTheOperator_IsNotTheAccountsToChange()
    {
        var stated = Names.Standard with { Id = Id };
        _bundle.Send(new DefineBundle(stated));
        var before = _bundle.Record;
        _bundle.Send(new DefineBundle(stated));
        Assert.Same(before, _bundle.Record);

        AssertRefused(RefusalCode.OperationNotSupported, _bundle.Send(new PublishBundle(Next(), IsPublished: false)));
        AssertRefused(RefusalCode.OperationNotSupported, _bundle.Send(new DeleteBundle(Next())));
        AssertRefused(RefusalCode.OperationNotSupported, _bundle.Send(new UpdateBundle(Next(), Second)));
        Assert.Equal(stated, Resolve());
        _bundle.Send(new DefineBundle(stated with { RootGB = stated.RootGB + 20 }));
        Assert.Equal(stated.RootGB + 20, Resolve().RootGB);
    }

    private OperationId Next() => Names.Operation(_operations++);

    private Reply Create(ImageFacts facts, bool publish = true) =>
        _bundle.Send(new CreateBundle(Next(), Names.Account, "Ours", Hardware.Performance, First, publish), Use(facts));

    private Bundle Resolve() => Assert.IsType<BundleResolved>(_bundle.Send(new ResolveBundle())).Bundle;

    /// <summary>The image grants its use; the account says whether Graphics under own licences is arranged.</summary>
    private static Func<Question, Reply> Use(ImageFacts facts, Reply? arrangement = null, ImageId? of = null) => question => question.Command switch
    {
        UseImage use => new ImageUsed(use.Bundle, facts, new(of ?? First, VolumeFingerprint.OfImage("golden"), Names.Morning)),
        CheckArrangement when arrangement is not null => arrangement,
        _ => throw new InvalidOperationException($"It asks {question}."),
    };

    private static void AssertRefused(RefusalCode code, Reply reply) => Assert.Equal(code, Assert.IsType<Refused>(reply).Code);
}
