namespace DeskFleet.Silo.Gateway;

/// <summary>Gives the proof to every call that leaves this silo's own code for a grain; never to a client.</summary>
public sealed class InsideMark(InsideProof proof) : IOutgoingGrainCallFilter
{
    /// <summary>Async, so that what it sets ends with the call and does not go into the answer of whoever made it.</summary>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.TargetId.IsClient())
            RequestContext.Remove(InsideProof.Key);
        else
            RequestContext.Set(InsideProof.Key, proof.Value);
        await context.Invoke();
    }
}
