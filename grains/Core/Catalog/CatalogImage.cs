using System.Collections.Immutable;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Catalog;

/// <summary>One image of an account in a region.</summary>
/// <param name="Content">What it puts on C:; null until it is AVAILABLE.</param>
/// <param name="EndedAt">When it became AVAILABLE, or failed.</param>
/// <param name="Bundles">The bundles made of it: as many as the account makes, never as many as it has desktops.</param>
public sealed record CatalogImageState(
    ImageStatus Status, string Reason, ImageTerms? Terms, VolumeFingerprint? Content, Instant? EndedAt, ImmutableArray<BundleId> Bundles)
{
    /// <summary>Other accounts of the region that may copy it, in the order of their names; at most <see cref="CatalogImage.MaxShares"/>.</summary>
    public ImmutableArray<string> SharedWith { get; init; } = [];

    /// <summary>Which order the importer has and since when; null: none (BYO-05).</summary>
    public ImportOrder? Import { get; init; }

    /// <summary>It counts under the account's quota (BUN-10): failed ones do not.</summary>
    public bool Counts => Status is ImageStatus.Pending or ImageStatus.Available;
}

/// <summary>An order to the importer that has not been answered yet.</summary>
/// <param name="Number">Counts them from 1.</param>
public sealed record ImportOrder(int Number, Instant At);

/// <summary>
/// The machine of one image: PENDING, then AVAILABLE or FAILED (BUN-06, BUN-07, BUN-10). The other parts are CatalogImage.Importing, and
/// CatalogImage.Sharing for sharing and copying.
/// </summary>
public sealed partial class CatalogImage : IStateMachine<CatalogImageState>
{
    /// <summary>Characters of a name.</summary>
    public const int MaxName = 63;

    public static EntityKind Kind => EntityKind.Image;

    public static CatalogImageState Initial(string key) => new(ImageStatus.None, "there is none", null, null, null, []);

    public static Instant? Deadline(CatalogImageState state) =>
        state.Status != ImageStatus.Pending ? null
        : state.Import is { } import ? import.At + ImportRules.Longest
        : state.Terms!.BegunAt + CaptureRules.MaxPending;

    public static Decision? Due(CatalogImageState state, Instant now) =>
        Deadline(state) is not { } end || end > now ? null
        : state.Import is { } import ? OrderAgain(state, import.Number)
        : Fail(state, "nobody told the end of the capture");

    public static Question? NextQuestion(CatalogImageState state, Command command, Answers answers, Instant now) => command switch
    {
        _ when state.Status != ImageStatus.None => null,
        CopyImage copy => NextCopyQuestion(copy, answers),
        _ when !answers.IsEmpty => null,
        BeginImage begin => Lease(begin.Account, begin.OperationId, begin.Image),
        ImportImage import when ImportRules.Fault(import) is null => Lease(import.Account, import.OperationId, import.OperationId.ToImageId()),
        _ => null,
    };

    public static Decision Decide(CatalogImageState state, Command command, Answers answers, Instant now) => command switch
    {
        BeginImage c => Begin(state, c, answers, now),
        ImportImage c => Import(state, c, answers, now),
        CopyImage c => Copy(state, c, answers, now),
        PermitImage c => Permit(state, c),
        ReadImage c => Read(state, c.Account),
        FinishImage c => state.Status == ImageStatus.Pending ? Finish(state, c.Content, now) : Decision.Nothing,
        ImportReported c => Imported(state, c, now),
        Answered { Asked: OrderImport, Reply: Refused refused } => state.Status == ImageStatus.Pending ? Fail(state, refused.Message) : Decision.Nothing,
        FailImage c => state.Status == ImageStatus.Pending ? Fail(state, c.Reason) : Decision.Nothing,
        DeleteImage => Delete(state),
        UseImage c => Use(state, c.Bundle),
        LeaveImage c => state.Bundles.Contains(c.Bundle) ? Decision.Of(new ImageBundlesChanged(state.Bundles.Remove(c.Bundle))) : Decision.NothingForSure,
        DescribeImage => state.Terms is null ? NotThere : Decision.Answer(Describe(state, now)),
        HoldsLease c => state.Counts && state.Terms!.Operation == c.OperationId ? Decision.Nothing : NotMine,
        Answered { Asked: ReturnLease returned } answer => new(Accepted.Instance, [], [new(answer.From, new SettleLease(returned.OperationId))]),
        _ => Decision.Nothing,
    };

    public static CatalogImageState Evolve(CatalogImageState state, FleetEvent happened, Instant at) => happened switch
    {
        ImageMade e => state with { Status = ImageStatus.Pending, Reason = "being made", Terms = e.Terms },
        ImportOrdered e => state with { Import = new(e.Number, at) },
        ImageFinished e => state with { Status = ImageStatus.Available, Reason = "made", Content = e.Content, EndedAt = at, Import = null },
        ImageFailed e => state with { Status = ImageStatus.Failed, Reason = e.Reason, EndedAt = at, Import = null },
        ImageDeleted => state with { Status = ImageStatus.Deleted, Reason = "deleted" },
        ImagePermissionChanged e => state with { SharedWith = WithPermission(state.SharedWith, e) },
        ImageBundlesChanged e => state with { Bundles = e.Bundles },
        _ => state,
    };

    private static Decision NotThere { get; } = Decision.Refuse(RefusalCode.ResourceNotFound, "There is no such image; look at the id and the region.");

    private static Decision NotMine { get; } = Decision.Refuse(RefusalCode.StaleEpoch, "Not held; free it.");

    private static Question Lease(AccountId account, OperationId operation, ImageId image) =>
        new(Entity.Of(account), new LeaseImage(operation, Entity.Of(account, image)));

    private static Decision Begin(CatalogImageState state, BeginImage begin, Answers answers, Instant now)
    {
        if (state.Status != ImageStatus.None)
            return state.Terms!.Operation == begin.OperationId && state.Counts
                ? Decision.Answer(new ImageBegun(begin.OperationId, begin.Image))
                : Decision.Refuse(RefusalCode.ResourceExists, $"{begin.Image} exists already; capture under a new operation id.");
        var terms = new ImageTerms(begin.OperationId, begin.Account, begin.Image, begin.Facts, begin.Source, now);
        return answers.RefusalBy(EntityKind.Account) is { } refused
            ? Decision.Refuse(refused)
            : new(new ImageBegun(begin.OperationId, begin.Image), [new ImageMade(terms)], [Confirm(terms), List(terms)]);
    }

    /// <summary>A name for people. Null: fine.</summary>
    public static Refused? NameFault(string name) => name.Length is >= 1 and <= MaxName
        ? null
        : new(RefusalCode.InvalidParameter, $"A name has 1 to {MaxName} characters, not {name.Length}.");

    private static Decision Finish(CatalogImageState state, VolumeFingerprint content, Instant now)
    {
        var took = now - state.Terms!.BegunAt;
        return Decision.Of(new ImageFinished(content, took, IsSlow(state.Terms, took)));
    }

    private static Decision Fail(CatalogImageState state, string reason) => Decision.Of(new ImageFailed(reason), Return(state.Terms!));

    private static Decision Delete(CatalogImageState state) => state.Status switch
    {
        ImageStatus.None => NotThere,
        ImageStatus.Deleted => Decision.Nothing,
        ImageStatus.Pending => Decision.Refuse(RefusalCode.InvalidState, "The image is being made; delete it when that has ended."),
        _ when state.Bundles is [var bundle, ..] =>
            Decision.Refuse(RefusalCode.ResourceAssociated, $"{bundle} is made of this image; delete the bundle or give it another image first."),
        _ when state.SharedWith is [var account, ..] =>
            Decision.Refuse(RefusalCode.ResourceAssociated, $"The image is shared with {account}; take its permission back first."),
        ImageStatus.Failed => Decision.Of(new ImageDeleted(), Unlist(state.Terms!)),
        _ => new(Accepted.Instance, [new ImageDeleted()], [Return(state.Terms!), Unlist(state.Terms!)]),
    };

    private static Decision Use(CatalogImageState state, BundleId bundle)
    {
        if (state.Status is ImageStatus.None or ImageStatus.Deleted)
            return NotThere;
        if (state.Status != ImageStatus.Available)
            return Decision.Refuse(RefusalCode.InvalidState, "The image is not AVAILABLE; use one that is, or wait.");
        var used = new ImageUsed(bundle, state.Terms!.Facts, ContentOf(state));
        return state.Bundles.Contains(bundle) ? Decision.Answer(used) : Decision.Of(used, new ImageBundlesChanged(state.Bundles.Add(bundle)));
    }

    private static ImageDescription Describe(CatalogImageState state, Instant now)
    {
        var terms = state.Terms!;
        var isSlow = IsSlow(terms, (state.EndedAt ?? now) - terms.BegunAt);
        return new(terms.Id, state.Status, state.Reason, terms.Facts, terms.Source, terms.BegunAt, isSlow, state.Bundles) { SharedWith = state.SharedWith };
    }

    /// <summary>Only captures are said to be ready soon (BUN-07).</summary>
    private static bool IsSlow(ImageTerms terms, Duration took) => terms.Source is not null && took > CaptureRules.Slow;

    private static SystemImage ContentOf(CatalogImageState state) =>
        new(state.Terms!.Id, state.Content!.Value, state.Terms.CopyOf ?? state.EndedAt!.Value);

    private static Effect List(ImageTerms terms) => new(Entity.OfRegistry(terms.Account), new Enlist(ListedKind.Image, terms.Id.Value));

    private static Effect Unlist(ImageTerms terms) => new(Entity.OfRegistry(terms.Account), new Delist(ListedKind.Image, terms.Id.Value));

    private static Effect Confirm(ImageTerms terms) => new(Entity.Of(terms.Account), new ConfirmLease(terms.Operation, Account.ImageSlot));

    private static Effect Return(ImageTerms terms) =>
        new(Entity.Of(terms.Account), new ReturnLease(terms.Operation, Account.ImageSlot), WantsAnswer: true);
}
