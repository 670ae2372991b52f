using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using NodaTime;

namespace DeskFleet.Core.Catalog;

/// <summary>
/// Sharing an image with another account of the region. A shared image can be copied and nothing else: bundles are made of the account's own
/// images only (REG-06, BUN-09). One of the account's own Windows stays one, so the copy runs under its new owner's own enrolment (BYO-08).
/// </summary>
public sealed partial class CatalogImage
{
    /// <summary>Other accounts that one image is shared with.</summary>
    public const int MaxShares = 100;

    /// <summary>Characters of an account's name.</summary>
    public const int MaxAccount = 64;

    private static Decision Permit(CatalogImageState state, PermitImage permit)
    {
        if (state.Status is ImageStatus.None or ImageStatus.Deleted)
            return NotThere;
        if (AccountFault(state.Terms!.Account.Account, permit.Account) is { } refused)
            return Decision.Refuse(refused);
        if (state.SharedWith.Contains(permit.Account) == permit.IsPermitted)
            return Decision.Nothing;
        if (permit.IsPermitted && state.Status != ImageStatus.Available)
            return Decision.Refuse(RefusalCode.InvalidState, "The image is not AVAILABLE; share one that is, or wait.");
        return permit.IsPermitted && state.SharedWith.Length >= MaxShares
            ? Decision.Refuse(RefusalCode.LimitExceeded, $"The image is shared with {MaxShares} accounts, and no more are possible; take a permission back first.")
            : Decision.Of(new ImagePermissionChanged(permit.Account, permit.IsPermitted), SendToRegistry(state.Terms, permit));
    }

    private static Refused? AccountFault(string owner, string account) =>
        account.Length is 0 or > MaxAccount || account.Contains('/', StringComparison.Ordinal) || account == AccountId.Provider
            ? new(RefusalCode.InvalidParameter, $"'{account}' is no account; give the other account's id.")
        : account == owner
            ? new(RefusalCode.InvalidParameter, "The image is the account's own; share it with another account.")
        : null;

    /// <summary>So that the other account can find it.</summary>
    private static Effect SendToRegistry(ImageTerms terms, PermitImage permit)
    {
        var (kind, id) = (ListedKind.SharedImage, Entity.Of(terms.Account, terms.Id).Key);
        return new(Entity.OfRegistry(terms.Account with { Account = permit.Account }), permit.IsPermitted ? new Enlist(kind, id) : new Delist(kind, id));
    }

    private static ImmutableArray<string> WithPermission(ImmutableArray<string> before, ImagePermissionChanged changed) =>
        changed.IsPermitted ? before.Add(changed.Account).Sort(StringComparer.Ordinal) : before.Remove(changed.Account);

    /// <summary>To whom it is not shared it does not exist.</summary>
    private static Decision Read(CatalogImageState state, string account)
    {
        if (state.Status is ImageStatus.None or ImageStatus.Deleted || (state.Terms!.Account.Account != account && !state.SharedWith.Contains(account)))
            return NotThere;
        return state.Status == ImageStatus.Available
            ? Decision.Answer(new ImageRead(state.Terms.Facts, ContentOf(state)))
            : Decision.Refuse(RefusalCode.InvalidState, "The image is not AVAILABLE; copy one that is, or wait.");
    }

    private static Question? NextCopyQuestion(CopyImage copy, Answers answers)
    {
        if (CopyFault(copy) is not null || answers.RefusalBy(EntityKind.Image) is not null)
            return null;
        return answers.Given.Length switch
        {
            0 => new(Entity.Of(copy.Owner, copy.Source), new ReadImage(copy.Account.Account)),
            1 => Lease(copy.Account, copy.OperationId, copy.OperationId.ToImageId()),
            _ => null,
        };
    }

    private static Decision Copy(CatalogImageState state, CopyImage copy, Answers answers, Instant now)
    {
        if (state.Status != ImageStatus.None)
            return Decision.Refuse(RefusalCode.ResourceExists, "The image exists already; copy under a new operation id.");
        if ((CopyFault(copy) ?? answers.RefusalBy(EntityKind.Image) ?? answers.RefusalBy(EntityKind.Account)) is { } refused)
            return Decision.Refuse(refused);
        var source = answers.Last<ImageRead>()!;
        var terms = new ImageTerms(copy.OperationId, copy.Account, copy.OperationId.ToImageId(), source.Facts with { Name = copy.Name }, null, now)
        {
            CopyOf = source.Image.CapturedAt,
        };
        return new(
            new ImageBegun(terms.Operation, terms.Id),
            [new ImageMade(terms), new ImageFinished(source.Image.Content, Duration.Zero, IsSlow: false)],
            [Confirm(terms), List(terms)]);
    }

    private static Refused? CopyFault(CopyImage copy) =>
        NameFault(copy.Name)
        ?? (copy.Owner.Region != copy.Account.Region
            ? new(RefusalCode.OperationNotSupported, $"Images of {copy.Owner.Region} can not be used in {copy.Account.Region}; capture or import one there.")
        : copy.Source == copy.OperationId.ToImageId()
            ? new(RefusalCode.InvalidParameter, "An image is not copied from itself; copy under a new operation id.")
        : null);
}
