using DeskFleet.Core.Accounts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>Tags: at launch or later (TAG-01, TAG-02). What they mean for the bill is billing's matter.</summary>
public sealed partial class WorkSpace
{
    private static Refused? CanTag(WorkSpaceState state) => Check(state, WorkSpaceOperation.Tag, "Tagging", autoStopOnly: false);

    private static Decision DecideCreateTags(WorkSpaceState state, CreateTags create, Answers answers) => CanTag(state) is { } refused
        ? Decision.Refuse(refused)
        : TagRules.Put(state.Tags, create.Tags, answers.Last<Limits>()!.Tags);

    private static Decision DecideDeleteTags(WorkSpaceState state, DeleteTags delete) => CanTag(state) is { } refused
        ? Decision.Refuse(refused)
        : TagRules.Remove(state.Tags, delete.Keys);

    /// <summary>The tags of a launch. A bad one, or too many for the account, and the launch is refused as a whole (TAG-02).</summary>
    private static Decision TagsAtLaunch(LaunchWorkSpace launch, int mostTags = int.MaxValue) => TagRules.Put(TagSet.Empty, launch.Tags, mostTags);
}
