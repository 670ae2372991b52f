using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Encryption;
using DeskFleet.Grains.Importing;
using DeskFleet.Grains.SecondFactors;
using DeskFleet.Silo.Cli;

namespace DeskFleet.Silo;

/// <summary>
/// The durable silo as a part of a program of one's own: storage, API, operator's page, auditor and telemetry are in it, and what stands in for outside systems
/// is replaced by what one brings.
/// </summary>
/// <example><code>return await DeskFleetSilo.CreateBuilder(args).UseDriver&lt;MyDriver&gt;().Run();</code></example>
public static class DeskFleetSilo
{
    /// <param name="args">The options of the silo's command line, as <c>--help</c> lists them; the environment counts as well.</param>
    public static DeskFleetSiloBuilder CreateBuilder(string[] args) => new(args);
}

/// <summary>
/// Puts a silo together. Each part is made once, from the silo's services, such as <see cref="IDriverSink"/>, <c>IFleetClock</c>, loggers, and what <see cref="ConfigureServices"/> adds;
/// one that is disposable is disposed when the silo has stopped.
/// </summary>
public sealed class DeskFleetSiloBuilder
{
    private readonly string[] _args;
    private readonly OwnParts _own = new();

    internal DeskFleetSiloBuilder(string[] args) => _args = args;

    /// <summary>
    /// The machines. One that is an <see cref="IMachineInventory"/> too is asked by the auditor what runs where. Options that are for the stand-in machines only are
    /// refused then.
    /// </summary>
    public DeskFleetSiloBuilder UseDriver<T>()
        where T : class, IDesktopDriver
    {
        _own.HasDriver = true;
        return Use<IDesktopDriver, T>();
    }

    /// <summary>Who reads machine images that accounts bring (BYO).</summary>
    public DeskFleetSiloBuilder UseImageImporter<T>()
        where T : class, IImageImporter => Use<IImageImporter, T>();

    /// <summary>Who checks the codes of second factors (MFA).</summary>
    public DeskFleetSiloBuilder UseSecondFactor<T>()
        where T : class, ISecondFactorService => Use<ISecondFactorService, T>();

    /// <summary>Who keeps the keys of encrypted volumes (ENC).</summary>
    public DeskFleetSiloBuilder UseKeyService<T>()
        where T : class, IKeyService => Use<IKeyService, T>();

    /// <summary>Adds what the parts need.</summary>
    public DeskFleetSiloBuilder ConfigureServices(Action<IServiceCollection> configure)
    {
        _own.Add(configure);
        return this;
    }

    /// <summary>Runs the silo until it is told to stop, or what else its options ask for, such as <c>--help</c>.</summary>
    /// <returns>The exit code: 0 stopped; 1 it cannot start, 2 a setting is not possible, and why was said on standard error.</returns>
    public Task<int> Run()
    {
        PrivateFiles.ByDefault();
        return new SiloCommand(_own).Run(_args);
    }

    private DeskFleetSiloBuilder Use<TPort, TPart>()
        where TPort : class
        where TPart : class, TPort
    {
        _own.Add(services => services.AddSingleton<TPort, TPart>());
        return this;
    }
}
