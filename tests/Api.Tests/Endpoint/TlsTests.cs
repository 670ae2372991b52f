using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DeskFleet.Silo.Tests.Process;

namespace DeskFleet.Api.Tests.Endpoint;

public sealed class TlsTests
{
    [Fact]
    public async Task Https_CertificateFromFiles_IsShown()
    {
        var folder = Directory.CreateTempSubdirectory("deskfleet-tls-").FullName;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (pem, keyPem) = (Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"));
        await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyPem, key.ExportPkcs8PrivateKeyPem());
        var url = $"https://127.0.0.1:{SiloProcess.FreePort()}";
        using var silo = new SiloProcess(
            "--urls", url, "--gateway-port", $"{SiloProcess.FreePort()}", "--silo-port", $"{SiloProcess.FreePort()}", "--tls-certificate", pem, "--tls-key", keyPem);
        await silo.Says("DeskFleet listens");
        string? shown = null;
        using var http = new HttpClient(new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, presented, _, _) => (shown = presented!.Thumbprint) is not null,
        });

        Assert.Equal("alive", await http.GetStringAsync($"{url}/health/live"));
        Assert.Equal(certificate.Thumbprint, shown);
        Directory.Delete(folder, recursive: true);
    }
}
