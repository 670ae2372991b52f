using System.Net;

namespace DeskFleet.Silo.Http.Callers;

/// <summary>The names of this machine for itself: <c>localhost</c> and addresses of loopback. A name that only sounds like it is none.</summary>
internal static class LoopbackNames
{
    private const string Localhost = "localhost";

    /// <param name="host">Without a port; an IPv6 address with or without brackets.</param>
    public static bool Has(string host) =>
        host.Equals(Localhost, StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Whether the web server listens on loopback only under this URL. Under a name other than localhost it listens everywhere.</summary>
    public static bool Binds(string url) => Has(HostOf(url));

    /// <summary>Whether the URL has a name that says nothing about where the web server listens: it listens everywhere.</summary>
    public static bool IsOnlyAName(string url) => !Has(HostOf(url)) && !IPAddress.TryParse(HostOf(url), out _);

    /// <summary>As the web server reads it. <see cref="Uri"/> makes localhost of <c>loopback</c>, which is a name like any other to the web server.</summary>
    private static string HostOf(string url) => BindingAddress.Parse(url).Host;
}
