using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DeskFleet.Silo.Http;

/// <summary>The certificate that HTTPS shows, from files in PEM.</summary>
public sealed record TlsSettings(string CertificateFile, string KeyFile)
{
    public static TlsSettings None { get; } = new("", "");

    public bool IsGiven => CertificateFile.Length > 0;

    public X509Certificate2 Certificate() => X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile);

    /// <summary>What is wrong with them, one sentence each.</summary>
    public IEnumerable<string> Faults(bool listensOnHttps)
    {
        if (IsGiven != KeyFile.Length > 0)
            yield return "--tls-certificate and --tls-key belong together; give both.";
        else if (listensOnHttps && !IsGiven)
            yield return "--urls: https needs --tls-certificate and --tls-key, both files in PEM.";
        else if (IsGiven && ReadFault() is { } fault)
            yield return $"--tls-certificate {CertificateFile}: {fault}";
    }

    private string? ReadFault()
    {
        try
        {
            using var certificate = Certificate();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"it cannot be used with {KeyFile} ({e.Message}); give files in PEM that belong together.";
        }
    }
}
