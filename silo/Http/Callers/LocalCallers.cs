using System.Net;

namespace DeskFleet.Silo.Http.Callers;

/// <summary>
/// Tells programs on this machine from everybody else: the one place that does, for every path. A request that somebody forwarded is never local,
/// whoever forwarded it and whatever it says. Thread-safe.
/// </summary>
internal sealed class LocalCallers(ProxySettings proxies)
{
    /// <summary>What proxies add to what they forward, and what the framework leaves in the place of that.</summary>
    private static readonly string[] Prefixes = ["X-Forwarded-", "X-Original-", "X-Envoy-"];

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP", "X-Forwarded",
    };

    /// <summary>
    /// The request comes from a program on this machine, which made it itself and to a name of loopback. A page of elsewhere that a browser here has open
    /// has another name or origin in its requests, even where that name leads here.
    /// </summary>
    public bool IsLocal(HttpContext http) => Objection(http) is null;

    /// <summary>Why it is not local, as the end of a sentence; null: it is.</summary>
    public string? Objection(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } remote || !IPAddress.IsLoopback(remote))
            return $"it comes from {http.Connection.RemoteIpAddress}";
        if (http.Request.Headers.Keys.FirstOrDefault(IsForwarders) is { } header)
            return $"a proxy forwarded it ({header})";
        // A proxy that adds nothing at all: it is known by its address, or by the protocol that it speaks unless told otherwise.
        if (proxies.Knows(remote))
            return $"it comes from the proxy {remote}";
        if (HttpProtocol.IsHttp10(http.Request.Protocol))
            return "it speaks HTTP/1.0, as proxies do";
        if (!LoopbackNames.Has(http.Request.Host.Host))
            return "it asks for a host of another name";
        return http.Request.Headers.Origin is { Count: > 0 } origin && !IsOwn(origin, http.Request) ? "a page of elsewhere made it" : null;
    }

    private static bool IsForwarders(string header) =>
        Names.Contains(header) || Array.Exists(Prefixes, prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static bool IsOwn(string? origin, HttpRequest request) => origin == $"{request.Scheme}://{request.Host}";
}
