using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Catalog;

/// <summary>
/// Importing the account's own Windows (BYO-05). What the account says of it is checked in the call; what the machine image really holds is known
/// when the importer has read it, and decides whether the image is registered or has failed.
/// </summary>
public sealed partial class CatalogImage
{
    private static Decision Import(CatalogImageState state, ImportImage import, Answers answers, Instant now)
    {
        if (state.Status != ImageStatus.None)
            return Decision.Refuse(RefusalCode.ResourceExists, "The image exists already; import under a new operation id.");
        if ((ImportRules.Fault(import) ?? answers.RefusalBy(EntityKind.Account)) is { } refused)
            return Decision.Refuse(refused);
        var experience = import.Windows.Version == WindowsVersion.Windows7 ? Experience.Windows7 : Experience.Windows10;
        var facts = new ImageFacts(import.Name, import.Family, SoftwareTier.Basic, experience, import.Language, ImageOrigin.OwnLicence);
        var terms = new ImageTerms(import.OperationId, import.Account, import.OperationId.ToImageId(), facts, null, now)
        {
            Import = new(import.Source, import.Windows),
        };
        return new(
            new ImageBegun(terms.Operation, terms.Id),
            [new ImageMade(terms), new ImportOrdered(1)],
            [Confirm(terms), List(terms), ToImporter(terms, 1)]);
    }

    /// <summary>No report has come: the importer may have forgotten the order, as when its process has ended.</summary>
    private static Decision OrderAgain(CatalogImageState state, int number) => number < ImportRules.MaxOrders
        ? Decision.Of(new ImportOrdered(number + 1), ToImporter(state.Terms!, number + 1))
        : Fail(state, $"The importer was told {number} times and has not reported; import the machine image again when it works.");

    private static Decision Imported(CatalogImageState state, ImportReported report, Instant now)
    {
        if (state is not { Status: ImageStatus.Pending, Terms.Import: { } import })
            return Decision.Nothing;
        return report.Manifest is not { } found ? Fail(state, report.Failure ?? "The machine image could not be read.")
            : ImportRules.Fault(found, import.Windows, state.Terms.Facts.Family) is { } fault ? Fail(state, fault)
            : Finish(state, VolumeFingerprint.OfImage(state.Terms.Id.Value), now);
    }

    /// <summary>An importer that does not take the order says why, and the image fails with it.</summary>
    private static Effect ToImporter(ImageTerms terms, int number) => new(
        Entity.ImporterOf(terms.Account, terms.Id),
        new OrderImport(Entity.Of(terms.Account, terms.Id), number, terms.Import!.MachineImage, terms.Import.Windows),
        WantsAnswer: true);
}
