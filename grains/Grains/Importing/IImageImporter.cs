using DeskFleet.Core.Catalog;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Grains.Importing;

/// <summary>
/// The port to what brings machine images in from outside, such as a VM import (BYO-05). It accepts or refuses an order at once and never waits: what
/// it has read, or why it could not, comes later as an <see cref="ImportReported"/> to the image. An exception means that nobody knows: the order
/// is given again. The same order may come twice.
/// </summary>
public interface IImageImporter
{
    ValueTask<Reply> Submit(OrderImport order);
}

/// <summary>Brings an importer's reports to the images, later.</summary>
public interface IImportReports
{
    /// <summary>Delivers the report to its image after <paramref name="delay"/>.</summary>
    void Schedule(Duration delay, Entity image, ImportReported report);
}
