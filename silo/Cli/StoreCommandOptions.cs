using System.CommandLine;
using DeskFleet.Silo.Clusters;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Cli;

/// <summary>The options about where records are kept. The connection string is none of them: command lines are seen by everybody.</summary>
public sealed class StoreCommandOptions
{
    private static readonly StoreSettings Standard = new();

    private readonly Option<StoreKind> _store = SiloCommand.Setting(
        "--store", "sqlite|postgres|memory", Standard.Kind, "Where records are kept; several silos share PostgreSQL.");

    private readonly Option<string> _data = SiloCommand.Setting("--data", "FOLDER", Standard.DataFolder, "The folder of SQLite's file; it is made.");
    private readonly Option<string> _connectionFile = SiloCommand.Setting(
        "--connection-file", "FILE", "", $"A file with the connection string of PostgreSQL; without it {StoreSettings.ConnectionVariable} holds it.");

    private readonly Option<string> _clusterId = SiloCommand.Setting("--cluster-id", "NAME", Standard.ClusterId, "The same for all silos of a cluster.");
    private readonly Option<string> _address = SiloCommand.Setting(
        "--address", "IP", Standard.Address, "Where other silos and backends reach this one; used with PostgreSQL.");

    private readonly Option<int> _patience = SiloCommand.Setting(
        "--store-patience", "SECONDS", Standard.PatienceSeconds, "How long the start waits for the database.");

    private readonly Option<string> _certificate = SiloCommand.Setting(
        "--cluster-certificate", "FILE", "", $"This silo's certificate in PEM, made out to '{Contracts.ClusterTls.SiloName}': other silos and backends must show one, too.");

    private readonly Option<string> _key = SiloCommand.Setting("--cluster-key", "FILE", "", "The key of that certificate in PEM.");
    private readonly Option<string> _authority = SiloCommand.Setting(
        "--cluster-authority", "FILE", "", "The certificate in PEM of who signs all of them; no other authority counts.");

    public IEnumerable<Option> All => [_store, _data, _connectionFile, _clusterId, _address, _patience, _certificate, _key, _authority];

    public ClusterTlsSettings ReadTls(ParseResult parsed) => new(parsed.GetValue(_certificate)!, parsed.GetValue(_key)!, parsed.GetValue(_authority)!);

    public StoreSettings Read(ParseResult parsed) => new()
    {
        Kind = parsed.GetValue(_store),
        DataFolder = parsed.GetValue(_data)!,
        ConnectionFile = parsed.GetValue(_connectionFile)!,
        ClusterId = parsed.GetValue(_clusterId)!,
        Address = parsed.GetValue(_address)!,
        PatienceSeconds = parsed.GetValue(_patience),
    };
}
