namespace DeskFleet.Silo.Gateway;

/// <summary>Puts the guard before what a silo answers.</summary>
public static class GatewayHosting
{
    public static ISiloBuilder UseGatewayGuard(this ISiloBuilder silo, InsideProof proof)
    {
        silo.Services.AddSingleton(proof);
        return silo.AddOutgoingGrainCallFilter<InsideMark>().AddIncomingGrainCallFilter<GatewayFilter>();
    }
}
