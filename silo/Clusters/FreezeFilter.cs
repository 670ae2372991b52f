namespace DeskFleet.Silo.Clusters;

/// <summary>No grain of a silo that stood still answers before the silo knows that it is still a member.</summary>
public sealed class FreezeFilter(FreezeWatch watch) : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context) =>
        context.TargetId.IsSystemTarget() ? context.Invoke()
        : watch.Confirm() is { IsCompletedSuccessfully: false } confirmed ? InvokeAfter(confirmed, context)
        : context.Invoke();

    private static async Task InvokeAfter(Task confirmed, IIncomingGrainCallContext context)
    {
        await confirmed;
        await context.Invoke();
    }
}
