using DeskFleet.Core.Chances;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>Draws what a session is opened with, from user and start alone.</summary>
internal sealed class ClientMix(Chance chance)
{
    public string? Of(PlannedUser user, Instant start)
    {
        if (user.Group.Clients.IsEmpty) return null;
        var (day, second) = Math.DivRem(start.ToUnixTimeSeconds(), NodaConstants.SecondsPerDay);
        var point = chance.Of(user.UserName).Uniform((int)day, "client", (int)second);
        foreach (var (client, share) in user.Group.Clients)
            if ((point -= share) < 0) return client;
        return user.Group.Clients[^1].Client;
    }
}
