using DeskFleet.Core.Accounts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using NodaTime;

namespace DeskFleet.Core.Catalog;

/// <summary>What an account made a bundle of.</summary>
public sealed record Pairing(AccountId Account, Hardware Hardware, ImageFacts Image);

/// <summary>One bundle: of the provider's in a region, or of an account.</summary>
/// <param name="Bundle">As it is launched; null: there is none, or no more.</param>
/// <param name="Pairing">Null: not made of an image of the account.</param>
public sealed record CatalogBundleState(string Key, Bundle? Bundle, Pairing? Pairing, bool IsPublished);

/// <summary>The machine of one bundle (BUN-01, BUN-09, BUN-11). Those of the provider are there from the start.</summary>
public sealed class CatalogBundle : IStateMachine<CatalogBundleState>
{
    public static EntityKind Kind => EntityKind.Bundle;

    public static CatalogBundleState Initial(string key)
    {
        var parts = key.Split('/');
        var offered = parts[0] == AccountId.Provider ? PublicCatalog.Find(new(parts[^1])) : null;
        return new(key, offered, null, IsPublished: offered is not null);
    }

    public static Instant? Deadline(CatalogBundleState state) => null;

    public static Decision? Due(CatalogBundleState state, Instant now) => null;

    public static Question? NextQuestion(CatalogBundleState state, Command command, Answers answers, Instant now) => command switch
    {
        CreateBundle create when CreateFault(state, create) is null => NextQuestion(create.Account, create.Image, IdOf(state), create.Hardware, answers),
        UpdateBundle update when UpdateFault(state) is null =>
            NextQuestion(state.Pairing!.Account, update.Image, IdOf(state), state.Pairing.Hardware, answers),
        _ => null,
    };

    public static Decision Decide(CatalogBundleState state, Command command, Answers answers, Instant now) => command switch
    {
        CreateBundle c => Create(state, c, answers),
        UpdateBundle c => Update(state, c, answers),
        PublishBundle c => Publish(state, c.IsPublished),
        DeleteBundle => Delete(state),
        DefineBundle c => c.Bundle == state.Bundle && state.IsPublished ? Decision.Nothing : Decision.Of(new BundleDefined(c.Bundle)),
        ResolveBundle => Resolve(state),
        _ => Decision.Nothing,
    };

    public static CatalogBundleState Evolve(CatalogBundleState state, FleetEvent happened, Instant at) => happened switch
    {
        BundleDefined e => state with { Bundle = e.Bundle, IsPublished = true },
        BundleMade e => state with { Bundle = e.Bundle, Pairing = new(e.Account, e.Hardware, e.Image), IsPublished = e.IsPublished },
        BundleUpdated e => state with { Bundle = state.Bundle! with { Image = e.Image, Experience = e.Facts.Experience, Language = e.Facts.Language }, Pairing = state.Pairing! with { Image = e.Facts } },
        BundlePublished e => state with { IsPublished = e.IsPublished },
        BundleDeleted => state with { Bundle = null, Pairing = null, IsPublished = false },
        _ => state,
    };

    private static BundleId IdOf(CatalogBundleState state) => new(state.Key.Split('/')[^1]);

    /// <summary>The image, and for Graphics under own licences the arrangement (BYO-19).</summary>
    private static Question? NextQuestion(AccountId account, ImageId image, BundleId self, Hardware hardware, Answers answers)
    {
        if (answers.IsEmpty)
            return new(Entity.Of(account, image), new UseImage(self));
        return answers.Given.Length == 1 && hardware == Hardware.Graphics && answers.Last<ImageUsed>()?.Facts.Origin == ImageOrigin.OwnLicence
            ? new(Entity.Of(account), new CheckArrangement { ForOwnLicences = true })
            : null;
    }

    private static Refused? CreateFault(CatalogBundleState state, CreateBundle create) => state.Bundle is not null
        ? new(RefusalCode.ResourceExists, $"{IdOf(state)} exists already; create under a new operation id.")
        : CatalogImage.NameFault(create.Name);

    private static Refused? UpdateFault(CatalogBundleState state) =>
        state.Bundle is null ? NotThere(state)
        : state.Pairing is null ? new(RefusalCode.OperationNotSupported, $"{IdOf(state)} is not made of an image of the account; create a bundle of your own.")
        : null;

    private static Refused NotThere(CatalogBundleState state) =>
        new(RefusalCode.ResourceNotFound, $"There is no bundle {IdOf(state)}; look at the id and the region.");

    private static Decision Create(CatalogBundleState state, CreateBundle create, Answers answers)
    {
        if ((CreateFault(state, create) ?? ImageRefused(answers)) is { } refused)
            return Decision.Refuse(refused);
        var used = answers.Last<ImageUsed>()!;
        if (BundleRules.PairFault(used.Facts, create.Hardware, MayBringGraphics(answers)) is { } fault)
            return Decision.Refuse(fault);
        var bundle = Bundle.Of(create.Hardware) with
        {
            Name = create.Name,
            Id = IdOf(state),
            BuiltOn = create.Hardware.ToString(),
            HasPlus = used.Facts.Tier == SoftwareTier.Plus,
            BringsOwnLicence = used.Facts.Origin == ImageOrigin.OwnLicence,
            Experience = used.Facts.Experience,
            Language = used.Facts.Language,
            Image = used.Image,
        };
        var listed = new Effect(Entity.OfRegistry(create.Account), new Enlist(ListedKind.Bundle, bundle.Id.Value));
        return Decision.Of(new BundleCreated(bundle.Id), new BundleMade(create.Account, create.Hardware, used.Facts, bundle, create.Publish), listed);
    }

    private static Decision Update(CatalogBundleState state, UpdateBundle update, Answers answers)
    {
        if ((UpdateFault(state) ?? ImageRefused(answers)) is { } refused)
            return Decision.Refuse(refused);
        var (used, now) = (answers.Last<ImageUsed>()!, state.Bundle!.Image!.Id);
        if (now == update.Image)
            return Decision.Nothing;
        return BundleRules.UpdateFault(state.Pairing!.Hardware, state.Pairing.Image, used.Facts, MayBringGraphics(answers)) is { } fault
            ? Decision.Refuse(fault)
            : Decision.Of(new BundleUpdated(used.Facts, used.Image), Leave(state, now));
    }

    private static Decision Publish(CatalogBundleState state, bool isPublished)
    {
        if (UpdateFault(state) is { } refused)
            return Decision.Refuse(refused);
        return state.IsPublished == isPublished ? Decision.Nothing : Decision.Of(new BundlePublished(isPublished));
    }

    private static Decision Delete(CatalogBundleState state) => UpdateFault(state) is { } refused
        ? Decision.Refuse(refused)
        : new(Accepted.Instance, [new BundleDeleted()], [Leave(state, state.Bundle!.Image!.Id), Unlist(state)]);

    private static Decision Resolve(CatalogBundleState state) =>
        state.Bundle is null ? Decision.Refuse(NotThere(state))
        : !state.IsPublished ? Decision.Refuse(RefusalCode.BundleNotAllowed, $"{state.Bundle.Id} is not published; publish it first.")
        : Decision.Answer(new BundleResolved(state.Bundle));

    private static Refused? ImageRefused(Answers answers) => answers.RefusalBy(EntityKind.Image);

    private static bool MayBringGraphics(Answers answers) => answers.Last<Accepted>() is not null;

    private static Effect Unlist(CatalogBundleState state) =>
        new(Entity.OfRegistry(state.Pairing!.Account), new Delist(ListedKind.Bundle, IdOf(state).Value));

    private static Effect Leave(CatalogBundleState state, ImageId image) =>
        new(Entity.Of(state.Pairing!.Account, image), new LeaveImage(IdOf(state)));
}
