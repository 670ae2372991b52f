using System.Diagnostics;
using DeskFleet.Contracts;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Grains.Telemetry;

/// <summary>
/// The spans of the fleet: one for each command that an entity takes and one for each order to the driver. Ids are attributes of spans and never of
/// metrics. Without a listener nothing is made.
/// </summary>
public static class FleetActivities
{
    public const string SourceName = "DeskFleet";

    private const string EntityKey = "deskfleet.entity.id";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>An entity takes a command; ends when disposed. Null where nobody traces.</summary>
    public static Activity? Send(Entity entity, Command command)
    {
        if (!Source.HasListeners())
            return null;
        var activity = Start($"{entity.Kind} {OperationNames.Of(command)}", ActivityKind.Server, TraceParent.Received);
        if (activity is null)
            return null;
        activity.SetTag(EntityKey, entity.Key);
        if (command is Operation operation)
            activity.SetTag("deskfleet.operation.id", operation.OperationId.ToString());
        TraceParent.Send(activity.Id);
        return activity;
    }

    /// <summary>The driver is given an order.</summary>
    public static Activity? Order(DriverCommand command)
    {
        if (!Source.HasListeners())
            return null;
        var activity = Start($"driver {command.Verb.ToString().ToLowerInvariant()}", ActivityKind.Client, Activity.Current?.Id ?? TraceParent.Received);
        activity?.SetTag(EntityKey, command.WorkSpace.Value).SetTag("deskfleet.host.id", command.Host?.Value).SetTag("deskfleet.epoch", command.Epoch);
        return activity;
    }

    /// <summary>What was decided, and why.</summary>
    public static void Conclude(this Activity activity, Reply reply, IEnumerable<LoggedEvent> logged)
    {
        if (((reply as Settled)?.Refusal ?? reply as Refused) is { } refused)
        {
            activity.SetTag(AttributeKeys.ErrorType, refused.Code.ToString()).SetTag(AttributeKeys.Reason, refused.Message);
            activity.SetStatus(ActivityStatusCode.Error, refused.Message);
        }

        foreach (var happened in logged)
            activity.AddEvent(Describe(happened.Event));
        if (logged.Select(line => line.Event).OfType<StateChanged>().LastOrDefault() is { } move)
            activity.SetTag(AttributeKeys.Reason, move.Reason).SetTag(AttributeKeys.State, move.To.ToWire());
    }

    private static ActivityEvent Describe(FleetEvent happened)
    {
        var tags = new ActivityTagsCollection();
        if (happened is StateChanged move)
        {
            tags.Add(AttributeKeys.State, $"{move.From.ToWire()} -> {move.To.ToWire()}");
            tags.Add(AttributeKeys.Reason, move.Reason);
            if (move.Placement is { } placement)
                tags.Add("deskfleet.placement", placement.ToString());
        }

        return new(happened.GetType().Name, tags: tags);
    }

    private static Activity? Start(string name, ActivityKind kind, string? parent)
    {
        ActivityContext.TryParse(parent, null, isRemote: true, out var context);
        return Source.StartActivity(name, kind, context);
    }
}
