using DeskFleet.Silo;
using DeskFleet.Silo.Api;
using DeskFleet.Silo.Http;
using DeskFleet.Silo.Http.Callers;
using DeskFleet.Silo.Time;

namespace DeskFleet.Api.Tests.Endpoint;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://10.0.0.5:8080")]
    [InlineData("http://fleet.example.com")]
    [InlineData("http://loopback:8080")]
    [InlineData("http://localhost.example.com:8080")]
    public void InsecureLocal_ReachableFromElsewhere_IsRefused(string url) =>
        Assert.Contains(
            "reachable from elsewhere", Assert.Single(new ApiSettings { InsecureLocal = true }.Faults(["http://127.0.0.1:8080", url])), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://[::1]:8080")]
    public void InsecureLocal_OnLoopback_IsPossible(string url) => Assert.Empty(new ApiSettings { InsecureLocal = true }.Faults([url]));

    /// <summary>The web server listens everywhere under any name but localhost.</summary>
    [Theory]
    [InlineData("http://loopback:8080")]
    [InlineData("http://fleet.example.com")]
    public void Urls_ANameThatListensEverywhere_IsRefused(string url) =>
        Assert.Contains("listens on every address", Assert.Single(new SiloSettings(url, 1, 2, 1, LogFormat.Text).Faults()), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://localhost:8080")]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://[::1]:8080")]
    public void Urls_AnAddressOrLocalhost_IsPossible(string url) => Assert.Empty(new SiloSettings(url, 1, 2, 1, LogFormat.Text).Faults());

    [Theory]
    [InlineData("nonsense")]
    [InlineData("127.0.0.1;10.0.0.0/33")]
    public void KnownProxies_NoAddress_IsRefused(string known) => Assert.Contains("is no address", Assert.Single(new ProxySettings(known).Faults()), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1;10.0.0.0/8;2001:db8::/32")]
    public void KnownProxies_AddressesAndNetworks_ArePossible(string known) => Assert.Empty(new ProxySettings(known).Faults());

    [Theory]
    [InlineData(9, 1, "--api-rate: 9 requests a second are not possible; give 10 to 1000000.")]
    [InlineData(10, 0, "--api-at-once: 0 is not possible; give 1 to 1000000.")]
    public void Limits_OutsideTheirRange_AreRefused(int rate, int atOnce, string sentence) =>
        Assert.Equal([sentence], new ApiSettings { RequestsPerSecond = rate, RequestsAtOnce = atOnce }.Faults([]));

    [Theory]
    [InlineData(0.5)]
    [InlineData(1001)]
    [InlineData(double.NaN)]
    public void TimeScale_OutsideItsRange_IsRefused(double scale) => Assert.Single((TimeProfile.Real with { Scale = scale }).Faults());

    [Fact]
    public void Tls_HttpsWithoutCertificate_IsRefused() =>
        Assert.Equal(["--urls: https needs --tls-certificate and --tls-key, both files in PEM."], TlsSettings.None.Faults(listensOnHttps: true));

    [Fact]
    public void Tls_CertificateWithoutKey_IsRefused() => Assert.Contains("give both", Assert.Single(new TlsSettings("a.pem", "").Faults(true)), StringComparison.Ordinal);

    [Fact]
    public void Tls_FilesThatAreNotThere_AreRefused() => Assert.Contains("cannot be used", Assert.Single(new TlsSettings("a.pem", "b.pem").Faults(true)), StringComparison.Ordinal);
}
