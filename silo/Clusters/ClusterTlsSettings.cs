using System.Security.Cryptography;
using DeskFleet.Contracts;
using Orleans.Configuration;

namespace DeskFleet.Silo.Clusters;

/// <summary>The certificates by which silos and backends know each other, from files in PEM.</summary>
public sealed record ClusterTlsSettings(string CertificateFile, string KeyFile, string AuthorityFile)
{
    public static ClusterTlsSettings None { get; } = new("", "", "");

    private bool IsGiven => CertificateFile.Length > 0;

    /// <summary>What is wrong with them, one sentence each.</summary>
    public IEnumerable<string> Faults()
    {
        if (IsGiven != KeyFile.Length > 0 || IsGiven != AuthorityFile.Length > 0)
            yield return "--cluster-certificate, --cluster-key and --cluster-authority belong together; give all three.";
        else if (IsGiven && ReadFault() is { } fault)
            yield return $"--cluster-certificate {CertificateFile}: {fault}";
    }

    /// <summary>Under all connections of the silo: to and from other silos, and from backends.</summary>
    public ISiloBuilder Apply(ISiloBuilder silo)
    {
        if (!IsGiven)
            return silo;
        var tls = ClusterTls.FromFiles(CertificateFile, KeyFile, AuthorityFile);
        return silo.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloInboundConnection(from => tls.AsServer(from, fromSilos: true));
            connections.ConfigureSiloOutboundConnection(tls.AsClient);
            connections.ConfigureGatewayInboundConnection(from => tls.AsServer(from, fromSilos: false));
        });
    }

    private string? ReadFault()
    {
        try
        {
            if (PrivateFiles.Fault(KeyFile) is { } open)
                return $"its key {KeyFile}: {open}.";
            return ClusterTls.FromFiles(CertificateFile, KeyFile, AuthorityFile).IsSilo ? null : $"it is not made out to '{ClusterTls.SiloName}'; give a silo's certificate.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"it cannot be used with {KeyFile} and {AuthorityFile} ({e.Message}); give files in PEM that belong together.";
        }
    }
}
