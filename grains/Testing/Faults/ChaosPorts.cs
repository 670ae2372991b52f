using DeskFleet.Core.Activation;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Clients;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Importing;
using NodaTime;

namespace DeskFleet.Testing.Faults;

/// <summary>The outside systems: machines and importer, and for the others the entities that stand in for them. They are slow, wrong, or away.</summary>
public sealed class ChaosPorts(IDesktopDriver driver, IImageImporter importer, Faults faults)
{
    private static readonly Duration Slowest = Duration.FromSeconds(25);

    /// <summary>The answer of a port; null: it is not itself, so its stand-in answers.</summary>
    /// <exception cref="FaultException">The port is away: nobody knows.</exception>
    public Reply? Wrong(Entity port, Command command)
    {
        if (faults.Strikes(FaultKind.PortAway, port.ToString()))
            throw new FaultException($"{port} can not be reached.");
        return WrongAnswer(command) is { } wrong && faults.Strikes(FaultKind.PortWrong, port.ToString()) ? wrong : null;
    }

    public Duration Delay(Entity port) => faults.Lasts(FaultKind.PortSlow, port.ToString(), Duration.FromSeconds(1), Slowest) ?? Duration.Zero;

    public ValueTask<Reply> Order(Command command) =>
        command is DriverCommand order ? driver.Submit(order) : importer.Submit((OrderImport)command);

    private static Reply? WrongAnswer(Command command) => command switch
    {
        KeyCall => new Refused(RefusalCode.KmsKeyInvalid, "The key service says that it does not know the key."),
        CheckCode => new Refused(RefusalCode.SecondFactorFailed, "The code is not the one of the moment."),
        CheckActivation => new ActivationChecked(IsActivated: false),
        _ => null,
    };
}
