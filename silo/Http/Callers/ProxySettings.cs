using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace DeskFleet.Silo.Http.Callers;

/// <summary>The proxies that may say for whom they ask; checked.</summary>
/// <param name="Known">Addresses and networks with semicolons, such as <c>127.0.0.1;10.0.0.0/8</c>; empty: there is none.</param>
public sealed record ProxySettings(string Known)
{
    public static ProxySettings None { get; } = new("");

    public bool IsGiven => Known.Length > 0;

    /// <summary>What is wrong with them, one sentence each.</summary>
    public IEnumerable<string> Faults() => Parts()
        .Where(part => Network(part) is null)
        .Select(part => $"--known-proxies: '{part}' is no address; give addresses or networks with semicolons, such as 127.0.0.1;10.0.0.0/8.");

    /// <summary>Whether it is one of them.</summary>
    public bool Knows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Networks().Any(network => network.Contains(plain));
    }

    /// <summary>For the framework: who asked first is found from the right, as far as proxies are known.</summary>
    public ForwardedHeadersOptions Forwarding()
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in Networks())
            options.KnownIPNetworks.Add(network);
        return options;
    }

    private IEnumerable<IPNetwork> Networks() => Parts().Select(Network).OfType<IPNetwork>();

    private string[] Parts() => Known.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IPNetwork? Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : null;
}
