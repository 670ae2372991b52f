namespace DeskFleet.Silo.Api.Alarms;

/// <summary>
/// Which hosts alarms may call. The silo stands where its callers do not, so it calls nobody whom its operator has not named: no address of the machine, of
/// the network or of a cloud's metadata can be reached through an alarm.
/// </summary>
internal sealed class WebhookHosts(string hosts)
{
    private readonly HashSet<string> _hosts = [.. Parts(hosts).Select(host => host.ToLowerInvariant())];

    /// <summary>What is wrong with the setting, one sentence each.</summary>
    public static IEnumerable<string> Faults(string hosts) =>
        from host in Parts(hosts)
        where !Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var uri) || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0 || host.Contains('/', StringComparison.Ordinal)
        select $"--webhook-hosts: '{host}' is no host; give names with or without a port, such as hooks.example.com or 127.0.0.1:9000.";

    /// <summary>Why an action cannot be carried out, as a sentence; null: it can.</summary>
    public string? Fault(string action)
    {
        if (!Uri.TryCreate(action, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
            return $"'{Short(action)}' is no webhook; give an http or https URL, such as https://hooks.example.com/alarm.";
        if (uri.UserInfo.Length > 0)
            return "A webhook's URL must not hold a user or password: everybody who may describe the alarm sees it.";
        return IsNamed(uri) ? null : $"{uri.Authority} is none of the hosts that alarms may call; its operator names it with --webhook-hosts when the silo is started.";
    }

    /// <summary>Without a port a host is meant with the scheme's own.</summary>
    private bool IsNamed(Uri uri) => _hosts.Contains($"{uri.Host}:{uri.Port}") || (uri.IsDefaultPort && _hosts.Contains(uri.Host));

    private static string[] Parts(string hosts) => hosts.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Short(string text) => text.Length <= 100 ? text : text[..100];
}
