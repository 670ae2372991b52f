using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Drivers;
using NodaTime;

namespace DeskFleet.Silo.Machines;

/// <summary>
/// For tests: the stand-in machines with faults that a file names, which is read at each order, so that a test breaks and mends them while the silo runs. Each
/// line is a <see cref="DriverVerb"/> and <c>fails</c>, <c>refuses</c> or <c>is-silent</c>; what it does not name goes well. No file: nothing is wrong.
/// </summary>
/// <param name="file">Its path.</param>
/// <param name="machines">Get the orders that go well.</param>
/// <param name="reports">Bring the failures.</param>
public sealed class FaultyMachines(string file, IDesktopDriver machines, IDriverReports reports) : IDesktopDriver
{
    private const string Words = "a fault that the file of faults names";

    public ValueTask<Reply> Submit(DriverCommand command)
    {
        switch (FaultOf(command.Verb))
        {
            case "fails":
                reports.Schedule(Duration.Zero, command.WorkSpace, new(command.Verb, command.Epoch, DriverOutcome.Failed, Words));
                return new(Accepted.Instance);
            case "refuses":
                return new(new Refused(RefusalCode.NotAvailable, $"{command.Verb} of {command.WorkSpace}: {Words}."));
            case "is-silent":
                return new(Accepted.Instance);
            default:
                return machines.Submit(command);
        }
    }

    private string? FaultOf(DriverVerb verb) => !File.Exists(file)
        ? null
        : File.ReadLines(file).Select(line => line.Split(' ')).Where(words => words is [var named, _] && named == verb.ToString()).Select(words => words[1]).FirstOrDefault();
}
