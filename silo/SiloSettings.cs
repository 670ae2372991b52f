using DeskFleet.Grains.Hosting;
using DeskFleet.Silo.Api;
using DeskFleet.Silo.Clusters;
using DeskFleet.Silo.Http;
using DeskFleet.Silo.Http.Callers;
using DeskFleet.Silo.Retention;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Telemetry;
using DeskFleet.Silo.Time;
using Prices = DeskFleet.Grains.Billing.PriceFile;

namespace DeskFleet.Silo;

/// <summary>How log lines look.</summary>
public enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON object a line, for collectors.</summary>
    Json,
}

/// <summary>What can be said when a silo is started; checked.</summary>
/// <param name="Urls">Where HTTP listens, one or several with semicolons.</param>
/// <param name="SiloPort">For other silos, on loopback.</param>
/// <param name="GatewayPort">For backends, on loopback.</param>
/// <param name="DriverTimeScale"><see cref="FleetOptions.DriverTimeScale"/>.</param>
public sealed record SiloSettings(string Urls, int SiloPort, int GatewayPort, double DriverTimeScale, LogFormat LogFormat)
{
    /// <summary>Loopback only: who wants it reachable from elsewhere says so.</summary>
    public const string DefaultUrls = "http://127.0.0.1:8080";
    public const double DefaultDriverTimeScale = 1;
    public const int DefaultSiloPort = 11111;
    public const int DefaultGatewayPort = 30000;

    public StoreSettings Store { get; init; } = new();

    /// <summary>Where the stand-in machines keep what runs on them; empty: they forget when the silo ends.</summary>
    public string MachineFile { get; init; } = "";

    /// <summary>For tests: a file that says what the stand-in machines do wrong; empty: nothing.</summary>
    public string MachineFaults { get; init; } = "";

    /// <summary>A <see cref="Prices"/>: prices and switches of the bill; empty: the shipped ones (BIL-22).</summary>
    public string PriceFile { get; init; } = "";

    public TelemetrySettings Telemetry { get; init; } = TelemetrySettings.Default;

    public ApiSettings Api { get; init; } = new();

    public TlsSettings Tls { get; init; } = TlsSettings.None;

    public ClusterTlsSettings ClusterTls { get; init; } = ClusterTlsSettings.None;

    public ProxySettings Proxies { get; init; } = ProxySettings.None;

    public TimeProfile Time { get; init; } = TimeProfile.Real;

    public RetentionSettings Retention { get; init; } = new();

    /// <summary>What is wrong with them, one sentence each.</summary>
    public IEnumerable<string> Faults()
    {
        var urls = Urls.Split(';');
        foreach (var url in urls)
        {
            if (!IsHttp(url))
                yield return $"--urls: '{url}' is no address; give one such as {DefaultUrls}.";
            else if (LoopbackNames.IsOnlyAName(url))
                yield return $"--urls: {url} listens on every address whatever its name is; say so with 0.0.0.0, or give the one address that is meant.";
        }

        if (!IsPort(SiloPort))
            yield return $"--silo-port: {SiloPort} is no port; give 1 to 65535.";
        if (!IsPort(GatewayPort))
            yield return $"--gateway-port: {GatewayPort} is no port; give 1 to 65535.";
        if (SiloPort == GatewayPort)
            yield return $"--silo-port and --gateway-port are both {SiloPort}; give two different ones.";
        var checkedFleet = new FleetOptionsValidator().Validate(null, new FleetOptions { DriverTimeScale = DriverTimeScale });
        foreach (var fault in checkedFleet.Failures ?? [])
            yield return $"--driver-time-scale: {fault}";
        var faults = Store.Faults().Concat(Api.Faults(urls)).Concat(Tls.Faults(urls.Any(IsHttps))).Concat(Time.Faults()).Concat(Retention.Faults())
            .Concat(ClusterTls.Faults()).Concat(Proxies.Faults());
        foreach (var fault in faults)
            yield return fault;
        foreach (var fault in Telemetry.Faults())
            yield return fault;
        if (PriceFile.Length > 0 && PriceFault(PriceFile) is { } wrongPrices)
            yield return $"--price-file: {wrongPrices}";
    }

    /// <summary>Why the silo can not bill with a file; null: it can.</summary>
    private static string? PriceFault(string path)
    {
        if (!File.Exists(path))
            return $"there is no file {path}; name one, or leave the option out.";
        try
        {
            Prices.Read(path);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return fault.Message;
        }
    }

    private static bool IsHttp(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || IsHttps(url)) && uri.PathAndQuery == "/";

    private static bool IsHttps(string url) => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static bool IsPort(int port) => port is >= 1 and <= ushort.MaxValue;
}
