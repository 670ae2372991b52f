using System.CommandLine;
using System.CommandLine.Parsing;

namespace DeskFleet.Silo.Cli;

/// <summary>The command line: every option may be said in the environment too, as DESKFLEET_ and its name.</summary>
public sealed class SiloCommand
{
    private const string EnvironmentPrefix = "DESKFLEET_";

    private readonly Option<string> _urls = Setting("--urls", "URLS", SiloSettings.DefaultUrls, "Where HTTP listens; several with semicolons.");
    private readonly Option<int> _siloPort = Setting("--silo-port", "PORT", SiloSettings.DefaultSiloPort, "Port for other silos, on loopback.");
    private readonly Option<int> _gatewayPort = Setting("--gateway-port", "PORT", SiloSettings.DefaultGatewayPort, "Port for backends, on loopback.");
    private readonly Option<double> _driverTimeScale = Setting(
        "--driver-time-scale", "FACTOR", SiloSettings.DefaultDriverTimeScale, "How many times faster than real machines the stand-in driver is; at 600, 20 minutes take 2 seconds.");

    private readonly Option<string> _machineFile = Setting(
        "--machine-file", "FILE", "", "Where the stand-in machines keep what runs on them; without it they forget when the silo ends.");

    /// <summary>For tests only, and so in no help.</summary>
    private readonly Option<string> _machineFaults = Setting("--machine-faults", "FILE", "", "What the stand-in machines do wrong.");

    private readonly Option<string> _priceFile = Setting(
        "--price-file", "FILE", "", "Prices and switches of the bill, such as the prices.json of a run; without it the shipped ones.");

    private readonly Option<LogFormat> _logFormat = Setting("--log-format", "text|json", LogFormat.Text, "How log lines look.");
    private readonly StoreCommandOptions _store = new();
    private readonly TelemetryCommandOptions _telemetry = new();
    private readonly ApiCommandOptions _api = new();
    private readonly TimeCommandOptions _time = new();
    private readonly RetentionCommandOptions _retention = new();
    private readonly RootCommand _root;

    private readonly OwnParts _own;

    /// <param name="own">What takes the place of the stand-ins; null: nothing.</param>
    public SiloCommand(OwnParts? own = null)
    {
        _own = own ?? new();
        _root = new($"""
            Runs one silo of the fleet until it is told to stop. With no options it keeps its records on this machine.

            Every option may also be set in the environment: --silo-port as {EnvironmentPrefix}SILO_PORT.
            Exit codes: {ExitCodes.Stopped} stopped, {ExitCodes.CannotStart} cannot start, {ExitCodes.BadOption} a setting is not possible.
            """)
        {
            _urls, _siloPort, _gatewayPort, _driverTimeScale, _machineFile, _machineFaults, _priceFile, _logFormat,
        };
        _machineFaults.Hidden = true;
        foreach (var option in _store.All.Concat(_api.All).Concat(_time.All).Concat(_telemetry.All).Concat(_retention.All))
            _root.Options.Add(option);
        _root.Subcommands.Add(AccessCommand.Make(_api.AccessFile));
        _root.SetAction((parsed, cancellation) => Start(parsed));
    }

    public Task<int> Run(string[] args)
    {
        var parsed = _root.Parse(args);
        return parsed.Errors.Count > 0
            ? Task.FromResult(Refuse(parsed.Errors.Select(error => error.Message)))
            : parsed.InvokeAsync(new() { ProcessTerminationTimeout = null });
    }

    private Task<int> Start(ParseResult parsed)
    {
        var settings = new SiloSettings(
            parsed.GetValue(_urls)!,
            parsed.GetValue(_siloPort),
            parsed.GetValue(_gatewayPort),
            parsed.GetValue(_driverTimeScale),
            parsed.GetValue(_logFormat))
        {
            Store = _store.Read(parsed),
            ClusterTls = _store.ReadTls(parsed),
            Telemetry = _telemetry.Read(parsed),
            Api = _api.Api(parsed),
            Tls = _api.Tls(parsed),
            Proxies = _api.Proxies(parsed),
            Time = _time.Read(parsed),
            MachineFile = parsed.GetValue(_machineFile)!,
            MachineFaults = parsed.GetValue(_machineFaults)!,
            PriceFile = parsed.GetValue(_priceFile)!,
            Retention = _retention.Read(parsed),
        };
        var faults = settings.Faults().Concat(_own.Faults(settings)).ToList();
        return faults.Count > 0 ? Task.FromResult(Refuse(faults)) : SiloHost.Run(settings, _own.Register);
    }

    private static int Refuse(IEnumerable<string> faults)
    {
        foreach (var fault in faults)
            Console.Error.WriteLine($"deskfleet-silo: {fault}");
        return ExitCodes.BadOption;
    }

    /// <summary>The command line wins over the environment, and that over the default.</summary>
    internal static Option<T> Setting<T>(string name, string helpName, T standard, string description)
    {
        var variable = EnvironmentPrefix + name[2..].Replace('-', '_').ToUpperInvariant();
        return new(name)
        {
            Description = description,
            HelpName = helpName,
            // A switch may be given without a value.
            CustomParser = result => Read(result, name, result.Tokens is [var token, ..] ? token.Value : bool.TrueString, standard),
            DefaultValueFactory = result => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? Read(result, variable, text, standard) : standard,
        };
    }

    private static T Read<T>(ArgumentResult result, string setting, string text, T standard)
    {
        try
        {
            var value = typeof(T).IsEnum ? Enum.Parse(typeof(T), text, ignoreCase: true) : Convert.ChangeType(text, typeof(T), null);
            return (T)value;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            result.AddError($"{setting}: '{text}' is not possible; give a value such as {standard}.");
            return standard;
        }
    }
}
