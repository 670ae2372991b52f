using DeskFleet.Silo.Api.Access;
using DeskFleet.Silo.Api.Catalog;
using DeskFleet.Silo.Http.Callers;

namespace DeskFleet.Silo.Api;

/// <summary>What can be said about the API when a silo is started; checked.</summary>
public sealed record ApiSettings
{
    public const int DefaultRequestsPerSecond = 1000;
    public const int DefaultRequestsAtOnce = 256;
    public const int MaxRequests = 1_000_000;

    /// <summary>The account that everybody is where signatures are not checked, unless his access key says another.</summary>
    public const string LocalAccount = "000000000000";

    /// <summary>The file with access keys and policies; empty: nobody has a key.</summary>
    public string AccessFile { get; init; } = "";

    /// <summary>Accepts any signature, and none. On loopback only.</summary>
    public bool InsecureLocal { get; init; }

    /// <summary>The file that calls are recorded in; empty: the silo's log.</summary>
    public string AuditFile { get; init; } = "";

    /// <summary>The trail of changes and refusals is in the database too.</summary>
    public bool HasAuditTable { get; init; } = true;

    /// <summary>Requests a second of one access key; 10 to 1,000,000.</summary>
    public int RequestsPerSecond { get; init; } = DefaultRequestsPerSecond;

    /// <summary>Requests at a time of all callers; 1 to 1,000,000.</summary>
    public int RequestsAtOnce { get; init; } = DefaultRequestsAtOnce;

    /// <summary>Bundle ids that stand for others, with semicolons; see <see cref="BundleAliases"/>.</summary>
    public string BundleAlias { get; init; } = "";

    /// <summary>A file with more of them, one a line.</summary>
    public string BundleAliasFile { get; init; } = "";

    /// <summary>What bundle ids stand for that nobody knows; empty: nothing.</summary>
    public string AnyBundle { get; init; } = "";

    /// <summary>Hosts that alarms may call, with semicolons; empty: none. See <see cref="Alarms.WebhookHosts"/>.</summary>
    public string WebhookHosts { get; init; } = "";

    /// <summary>What is wrong with them, one sentence each.</summary>
    /// <param name="urls">Where HTTP listens.</param>
    public IEnumerable<string> Faults(IEnumerable<string> urls)
    {
        if (InsecureLocal && urls.FirstOrDefault(url => Uri.TryCreate(url, UriKind.Absolute, out _) && !LoopbackNames.Binds(url)) is { } open)
            yield return $"--insecure-local accepts any caller and {open} is reachable from elsewhere; listen on 127.0.0.1, or give an access file.";
        if (RequestsPerSecond is < 10 or > MaxRequests)
            yield return $"--api-rate: {RequestsPerSecond} requests a second are not possible; give 10 to {MaxRequests}.";
        if (RequestsAtOnce is < 1 or > MaxRequests)
            yield return $"--api-at-once: {RequestsAtOnce} is not possible; give 1 to {MaxRequests}.";
        foreach (var fault in BundleAliases.Faults(BundleAlias, BundleAliasFile, AnyBundle))
            yield return fault;
        foreach (var fault in Alarms.WebhookHosts.Faults(WebhookHosts))
            yield return fault;
        foreach (var fault in AccessFaults())
            yield return $"--access-file {AccessFile}: {fault}.";
    }

    /// <exception cref="AccessFileException">The file cannot be used.</exception>
    public AccessBook Access() => AccessFile.Length > 0 ? Api.Access.AccessFile.Read(AccessFile) : AccessBook.Empty;

    private IReadOnlyList<string> AccessFaults()
    {
        try
        {
            _ = Access();
            return [];
        }
        catch (AccessFileException e)
        {
            return e.Faults;
        }
    }
}
