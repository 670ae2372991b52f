using DeskFleet.Simulator.Planning;

namespace DeskFleet.Simulator.Tests.Planning;

internal static class Plans
{
    public static Task<Plan> Run(PlanRequest request, string? state = null, IPlanProgress? progress = null, CancellationToken cancellation = default)
    {
        var book = new TrialBook("test", state);
        Assert.Null(book.Recall());
        return new Planner(request, book, progress, cancellation).Run();
    }
}
