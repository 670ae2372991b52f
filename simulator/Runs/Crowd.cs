using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Simulator.Runs;

/// <summary>Tells people what the fleet did to their sessions.</summary>
public sealed class Crowd : IEventReader
{
    private readonly Dictionary<string, Person> _people = new(StringComparer.Ordinal);

    public void Add(WorkSpaceId workSpace, Person person) => _people.Add(workSpace.Value, person);

    public void Read(LoggedEvent happened)
    {
        if (happened.Event is StateChanged { On: Trigger.Provisioned })
            _people.GetValueOrDefault(happened.Entity.Key)?.Provisioned();
        else if (happened.Event is SessionClosed closed)
            _people[happened.Entity.Key].Closed(closed.Session);
        else if (happened.Event is SessionAbandoned { Code: not null } abandoned)
            _people[happened.Entity.Key].Abandoned(abandoned.Session);
    }
}
