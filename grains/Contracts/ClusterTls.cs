using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Orleans.Connections.Security;

namespace DeskFleet.Contracts;

/// <summary>
/// Mutual TLS between silos and for backends: each side shows a certificate of the cluster's own authority. Who has one that is made out to
/// <see cref="SiloName"/> is a silo; any other is a backend, which no silo takes for one of its own.
/// </summary>
/// <param name="own">With its private key.</param>
/// <param name="authority">The certificate of who signs all of them; no other authority counts.</param>
public sealed class ClusterTls(X509Certificate2 own, X509Certificate2 authority)
{
    /// <summary>The DNS name in the certificates of silos.</summary>
    public const string SiloName = "deskfleet-silo";

    /// <summary>From three files in PEM.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file is no certificate, or no key that belongs to it.</exception>
    public static ClusterTls FromFiles(string certificate, string key, string authority) =>
        new(X509Certificate2.CreateFromPemFile(certificate, key), X509Certificate2.CreateFromPem(File.ReadAllText(authority)));

    /// <summary>Whether the own certificate is that of a silo.</summary>
    public bool IsSilo => own.MatchesHostname(SiloName);

    /// <summary>Puts it under connections that come in.</summary>
    /// <param name="fromSilos">Only silos may come in here.</param>
    public void AsServer(IConnectionBuilder connections, bool fromSilos) => connections.UseServerTls(Options(fromSilos));

    /// <summary>Puts it under connections to silos.</summary>
    public void AsClient(IConnectionBuilder connections) => connections.UseClientTls(Options(withSilo: true));

    /// <summary>Whether the authority has signed it, its time is right, and it is a silo's where it must be.</summary>
    internal bool IsTrusted(X509Certificate2? shown, bool withSilo)
    {
        if (shown is null || (withSilo && !shown.MatchesHostname(SiloName)))
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(shown);
    }

    private TlsOptions Options(bool withSilo) => new()
    {
        LocalCertificate = own,
        LocalClientCertificateSelector = (_, _, _, _, _) => own,
        RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
        ClientCertificateMode = RemoteCertificateMode.RequireCertificate,
        RemoteCertificateValidation = (shown, _, _) => IsTrusted(shown, withSilo),
        OnAuthenticateAsServer = (_, server) => server.ClientCertificateRequired = true,
        OnAuthenticateAsClient = (_, client) => client.TargetHost = SiloName,
    };
}
