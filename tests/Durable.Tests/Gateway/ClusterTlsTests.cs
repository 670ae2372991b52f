using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DeskFleet.Contracts;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Process;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeskFleet.Durable.Tests.Gateway;

/// <summary>Silos and backends that know each other by certificates of their own authority, against the program itself.</summary>
public sealed class ClusterTlsTests(PostgresServer postgres) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-tls-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cluster_WithCertificates_LetsInWhoShowsOneAndNobodyElse()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        using var authority = Authority("ours");
        using var stranger = Authority("strange");
        var silo = Write("silo", authority, ClusterTls.SiloName);
        var ports = (First: SiloProcess.FreePort(), Second: SiloProcess.FreePort());
        using var first = Silo(store, ports.First, silo);
        using var second = Silo(store, ports.Second, silo);
        await first.Says("DeskFleet listens", TimeSpan.FromSeconds(120));
        await second.Says("DeskFleet listens", TimeSpan.FromSeconds(120));

        await using (var ours = await Joined(ports.First, FromFiles(Write("backend", authority, "backend"))))
        {
            await ours.Fleet.SetUp();
            for (var i = 0; i < 4; i++)
                await ours.Fleet.LaunchOne($"person-{i}");
        }

        await Assert.ThrowsAnyAsync<Exception>(() => Joined(ports.First, null));
        await Assert.ThrowsAnyAsync<Exception>(() => Joined(ports.First, FromFiles(Write("other", stranger, ClusterTls.SiloName))));
        await using var database = store.Open();
        Assert.Equal(2, await database.Scalar<int>("SELECT count(*) FROM fleet_member WHERE status = 3"));
    }

    /// <summary>A backend's certificate opens the gateway and no more.</summary>
    [Fact]
    public async Task Silo_WithTheCertificateOfABackend_DoesNotStart()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        using var authority = Authority("ours");
        using var silo = Silo(store, SiloProcess.FreePort(), Write("backend", authority, "backend"));

        Assert.Equal(2, await silo.Exit());

        Assert.Contains(silo.Errors, line => line.Contains($"it is not made out to '{ClusterTls.SiloName}'", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ClusterTls FromFiles((string Certificate, string Key, string Authority) files) => ClusterTls.FromFiles(files.Certificate, files.Key, files.Authority);

    private static async Task<Backend> Joined(int port, ClusterTls? tls)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.AddDeskFleetClient(client => (client.GatewayPort, client.Tls, client.JoinTime) = (port, tls, TimeSpan.FromSeconds(tls is null ? 4 : 20)));
        var host = builder.Build();
        await host.StartAsync(Cancellation);
        return new(host);
    }

    private static SiloProcess Silo(Store store, int gateway, (string Certificate, string Key, string Authority) files) => new(
        [
            .. store.Arguments, "--urls", $"http://127.0.0.1:{SiloProcess.FreePort()}", "--silo-port", $"{SiloProcess.FreePort()}", "--gateway-port", $"{gateway}",
            "--driver-time-scale", "3000", "--cluster-certificate", files.Certificate, "--cluster-key", files.Key, "--cluster-authority", files.Authority,
        ],
        store.Environment);

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    private (string Certificate, string Key, string Authority) Write(string file, X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        string Put(string ending, string pem)
        {
            File.WriteAllText(Path.Combine(_folder, file + ending), pem);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Path.Combine(_folder, file + ending), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return Path.Combine(_folder, file + ending);
        }

        return (Put(".crt", signed.ExportCertificatePem()), Put(".key", key.ExportPkcs8PrivateKeyPem()), Put(".ca", authority.ExportCertificatePem()));
    }

    private sealed class Backend(IHost host) : IAsyncDisposable
    {
        public FleetClient Fleet { get; } = host.Services.GetRequiredService<FleetClient>();

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync(CancellationToken.None);
            host.Dispose();
        }
    }
}
