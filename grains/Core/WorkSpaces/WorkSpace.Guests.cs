using DeskFleet.Core.Activation;
using DeskFleet.Core.Documents;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>What happens inside the desktop and concerns somebody outside: activation of own licences, and documents that are saved elsewhere.</summary>
public sealed partial class WorkSpace
{
    /// <summary>Comes up with the account's own Windows, which is activated against the account's own servers (BYO-07). Still to be asked.</summary>
    private static bool NeedsActivation(WorkSpaceState state, DriverReported report, Answers answers) =>
        IsSeat(state)
        && state.Lifecycle is Lifecycle.Pending or Lifecycle.Starting or Lifecycle.Rebooting or Lifecycle.Rebuilding or Lifecycle.Restoring
        && state.Job is { WaitsForStartSlot: false } job && job.Epoch == report.Epoch && job.Verb == report.Verb
        && report.Outcome is DriverOutcome.Done or DriverOutcome.DoneUnhealthy
        && answers.Given.All(given => given.Question.Command is not CheckActivation && given.Reply is not Refused);

    /// <summary>Without activation it runs all the same, with a warning.</summary>
    private static Decision WithActivation(WorkSpaceState state, Decision decision, Answers answers) =>
        answers.Last<ActivationChecked>() is { } activation && activation.IsActivated == state.LacksActivation
            ? decision with { Events = decision.Events.Add(new ActivationChanged(activation.IsActivated)) }
            : decision;

    /// <summary>A session that ends has changed D:, and a copy of it does not wait for the next backup (BAK-04).</summary>
    private static Decision SaveDocuments(WorkSpaceState state, Decision decision)
    {
        if (state is not { Settings.SavesDocuments: true, Volumes: { } volumes, Identity: { } desktop })
            return decision;
        var saved = decision.Events.OfType<SessionClosed>().Aggregate(volumes, (before, closed) => before.After(closed.Session)).User;
        return saved == volumes.User
            ? decision
            : decision with { Effects = decision.Effects.Add(new(Entity.DocumentStoreOf(desktop.Directory, desktop.User), new SaveDocuments(saved))) };
    }
}
