using System.CommandLine;
using DeskFleet.Silo.Api;
using DeskFleet.Silo.Http;
using DeskFleet.Silo.Http.Callers;

namespace DeskFleet.Silo.Cli;

/// <summary>The options about the HTTP API: who may call, how much, and over which certificate.</summary>
public sealed class ApiCommandOptions
{
    private readonly Option<string> _accessFile = SiloCommand.Setting("--access-file", "FILE", "", "Access keys and policies of the API, as silo/API.md shows.");
    private readonly Option<bool> _insecureLocal = SiloCommand.Setting(
        "--insecure-local", "true|false", false, "The API accepts any signature; only where it listens on loopback.");

    private readonly Option<string> _auditFile = SiloCommand.Setting("--audit-file", "FILE", "", "Where every call of the API is recorded; without it the log.");
    private readonly Option<bool> _auditTable = SiloCommand.Setting(
        "--audit-table", "true|false", true, "Changes and refusals are recorded in the database too.");

    private readonly Option<int> _rate = SiloCommand.Setting(
        "--api-rate", "REQUESTS", ApiSettings.DefaultRequestsPerSecond, "Requests a second of one caller; more are throttled.");

    private readonly Option<int> _atOnce = SiloCommand.Setting(
        "--api-at-once", "REQUESTS", ApiSettings.DefaultRequestsAtOnce, "Requests at a time of all callers; more are throttled.");

    private readonly Option<string> _bundleAlias = SiloCommand.Setting(
        "--bundle-alias", "ID=BUNDLE", "", "Bundle ids of elsewhere that stand for public ones, such as wsb-bh8rsxt14=wsb-standard; several with semicolons.");

    private readonly Option<string> _bundleAliasFile = SiloCommand.Setting("--bundle-alias-file", "FILE", "", "A file with such aliases, one a line.");
    private readonly Option<string> _anyBundle = SiloCommand.Setting(
        "--any-bundle", "BUNDLE", "", "What every well-formed bundle id stands for that is not known, such as wsb-standard; for test suites.");

    private readonly Option<string> _webhookHosts = SiloCommand.Setting(
        "--webhook-hosts", "HOSTS", "", "Hosts that alarms may call, with semicolons, such as hooks.example.com;127.0.0.1:9000; without it none.");

    private readonly Option<string> _certificate = SiloCommand.Setting("--tls-certificate", "FILE", "", "The certificate for https in PEM.");
    private readonly Option<string> _key = SiloCommand.Setting("--tls-key", "FILE", "", "The key of the certificate in PEM.");

    private readonly Option<string> _proxies = SiloCommand.Setting(
        "--known-proxies", "ADDRESSES", "", "Proxies that say for whom they ask, addresses and networks with semicolons, such as 127.0.0.1;10.0.0.0/8.");

    /// <summary>Also of the command that looks at the file.</summary>
    public Option<string> AccessFile => _accessFile;

    public IEnumerable<Option> All => [_accessFile, _insecureLocal, _auditFile, _auditTable, _rate, _atOnce, _bundleAlias, _bundleAliasFile, _anyBundle, _webhookHosts, _certificate, _key, _proxies];

    public ApiSettings Api(ParseResult parsed) => new()
    {
        AccessFile = parsed.GetValue(_accessFile)!,
        InsecureLocal = parsed.GetValue(_insecureLocal),
        AuditFile = parsed.GetValue(_auditFile)!,
        HasAuditTable = parsed.GetValue(_auditTable),
        RequestsPerSecond = parsed.GetValue(_rate),
        RequestsAtOnce = parsed.GetValue(_atOnce),
        BundleAlias = parsed.GetValue(_bundleAlias)!,
        BundleAliasFile = parsed.GetValue(_bundleAliasFile)!,
        AnyBundle = parsed.GetValue(_anyBundle)!,
        WebhookHosts = parsed.GetValue(_webhookHosts)!,
    };

    public ProxySettings Proxies(ParseResult parsed) => new(parsed.GetValue(_proxies)!);

    public TlsSettings Tls(ParseResult parsed) => new(parsed.GetValue(_certificate)!, parsed.GetValue(_key)!);
}
