using DeskFleet.Core.Catalog;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Drivers;
using NodaTime;

namespace DeskFleet.Grains.Importing;

/// <summary>
/// Stands in for the importer: latencies and faults are drawn from (seed, image, order), so the same order always comes out the same. It reports what
/// the machine image holds; whether that may be brought is the image's to decide.
/// </summary>
public sealed class StandInImageImporter(ImporterBehaviour behaviour, Chance chance, IImportReports reports) : IImageImporter
{
    public ValueTask<Reply> Submit(OrderImport order) => new(Order(order));

    /// <summary>The same without a task, for callers that have none.</summary>
    public Reply Order(OrderImport order)
    {
        var draws = chance.Of(order.Image.Key);
        if (draws.Uniform(order.Number, "stall") < behaviour.Faults.Stall)
            return Accepted.Instance;
        var report = draws.Uniform(order.Number, "fail") < behaviour.Faults.Fail
            ? new ImportReported(null, $"{order.Source} could not be read; export it again and import that.")
            : new ImportReported(ManifestOf(order), null);
        var latency = behaviour.Latency.Draw(draws, order.Number);
        reports.Schedule(latency, order.Image, report);
        if (draws.Uniform(order.Number, "twice") < behaviour.Faults.Twice)
            reports.Schedule(latency + Duration.FromSeconds(1), order.Image, report);
        return Accepted.Instance;
    }

    private ImageManifest ManifestOf(OrderImport order) =>
        behaviour.Manifests.GetValueOrDefault(order.Source) ?? new(order.Stated, ImporterBehaviour.UsualSizeGB);
}
