using DeskFleet.Core.Accounts;
using DeskFleet.Core.Applications;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>The applications of its user, as far as bills need them (WAM-07..10, WAM-15, MKT-04, MKT-06).</summary>
public sealed partial class WorkSpace
{
    private static Question? NextAssignQuestion(WorkSpaceState state, Answers answers) => answers.IsEmpty && IsInUse(state) && ApplicationRules.Fault(state.Identity!) is null
        ? new(Entity.Of(state.Identity!.Account), new ReadLimits())
        : null;

    private static Decision DecideAssign(WorkSpaceState state, AssignApplication assign, Answers answers)
    {
        if (!IsInUse(state))
            return Refuse(state, "Assigning an application");
        if (ApplicationRules.Fault(state.Identity!) is { } refused)
            return Decision.Refuse(refused);
        if (assign.Application.Value.Length is < 1 or > ApplicationName.Longest)
            return Decision.Refuse(RefusalCode.InvalidParameter, $"An application's name has 1 to {ApplicationName.Longest} characters, not {assign.Application.Value.Length}.");
        if (ApplicationUse.Find(state.Usage.Applications, assign.Application) is { } his)
            return his.Source == assign.Source
                ? Decision.Nothing
                : Decision.Refuse(RefusalCode.InvalidParameter, $"{assign.Application} is assigned as {his.Source}; remove it first.");
        var (held, most) = (state.Usage.Applications.Count(use => use.RemovedAt is null), answers.Last<Limits>()!.Applications);
        return held >= most
            ? Decision.Refuse(RefusalCode.LimitExceeded, $"The user of {state.Id} has {held} of {most} applications; remove one first.")
            : Decision.Of(new ApplicationAssigned(assign.Application, assign.Source));
    }

    private static Decision DecideLaunchApplication(WorkSpaceState state, ApplicationName application) =>
        !state.Exists || state.Session is null ? Refuse(state, "Starting an application without a session")
        : ApplicationUse.Find(state.Usage.Applications, application) is null ? NotAssigned(state, application)
        : Decision.Of(new ApplicationLaunched(application));

    private static Decision DecideRemoveApplication(WorkSpaceState state, ApplicationName application) =>
        !IsInUse(state) ? Refuse(state, "Removing an application")
        : ApplicationUse.Find(state.Usage.Applications, application) is null ? Decision.Nothing
        : Decision.Of(new ApplicationRemoved(application));

    private static Decision NotAssigned(WorkSpaceState state, ApplicationName application) => Decision.Refuse(
        RefusalCode.ResourceNotFound, $"The user of {state.Id} has no application {application}; assign it first.");

    /// <summary>It is there and not on its way out: with its end everything ends that is charged for it.</summary>
    private static bool IsInUse(WorkSpaceState state) => state is { Exists: true, Lifecycle: not Lifecycle.Terminating };
}
