using System.Collections.Immutable;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>clients</c> of a group: <c>{ windows: 70 %, web: 30 % }</c>.</summary>
internal static class ClientReader
{
    public static ImmutableArray<ClientShare> Read(Section group)
    {
        var section = group.Child("clients");
        ImmutableArray<ClientShare> clients =
        [
            .. from client in ClientShare.Known
               where section.Has(client)
               select new ClientShare(client, section.Optional(client, Formats.Share, 0)),
        ];
        var percent = clients.Sum(client => (decimal)client.Share) * 100;
        section.Close();
        if (section.IsGiven && percent != 100)
            group.Report("clients", FormattableString.Invariant($"The shares sum to {percent:0.######} %; make them 100 %."));
        return clients.IsEmpty ? [] : clients;
    }
}
