using DeskFleet.Core.Identity;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Tests.Views;

/// <summary>Which WorkSpaces a list has, and which lists can be asked for.</summary>
public sealed class WorkSpaceFilterTests
{
    private static readonly WorkSpaceState Available = Desk.In(Lifecycle.Available).State;

    public static TheoryData<WorkSpaceFilter, bool> Filters => new()
    {
        { WorkSpaceFilter.All, true },
        { new(Account: Names.Account), true },
        { new(Account: Names.Provider), false },
        { new(Directory: Names.Directory), true },
        { new(Directory: new DirectoryId("d-two")), false },
        { new(Directory: Names.Directory, User: Names.Ann), true },
        { new(Directory: Names.Directory, User: Names.Bob), false },
        { new(Account: Names.Account, Bundle: BundleId.Named("Standard")), true },
        { new(Account: Names.Account, Bundle: BundleId.Named("Value")), false },
        { new(State: Lifecycle.Available), true },
        { new(State: Lifecycle.Stopped), false },
        { new(Account: Names.Account, Directory: Names.Directory, State: Lifecycle.Available), true },
        { new(Account: Names.Provider, Directory: Names.Directory, State: Lifecycle.Available), false },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void Matches_ADesktop_InEveryPartThatIsGiven(WorkSpaceFilter filter, bool matches) => Assert.Equal(matches, filter.Matches(Available));

    [Fact]
    public void Matches_WhatIsNotThere_Never()
    {
        Assert.False(WorkSpaceFilter.All.Matches(Desk.In(Lifecycle.Terminated).State));
        Assert.False(WorkSpaceFilter.All.Matches(WorkSpaceState.Unlaunched(Names.WorkSpace(1))));
    }

    [Fact]
    public void Fault_CombinationsWithoutAnIndex_AreNamed()
    {
        Assert.NotNull(new WorkSpaceFilter(User: Names.Ann).Fault());
        Assert.NotNull(new WorkSpaceFilter(Directory: Names.Directory, User: Names.Ann, State: Lifecycle.Available).Fault());
        Assert.NotNull(new WorkSpaceFilter(Bundle: BundleId.Named("Standard")).Fault());
        Assert.NotNull(new WorkSpaceFilter(Account: Names.Account, Bundle: BundleId.Named("Standard"), Directory: Names.Directory).Fault());
        Assert.NotNull(new WorkSpaceFilter(Account: Names.Account, Bundle: BundleId.Named("Standard"), State: Lifecycle.Stopped).Fault());
    }

    [Fact]
    public void Fault_OfWhatAnIndexAnswers_IsNone()
    {
        Assert.Null(WorkSpaceFilter.All.Fault());
        Assert.Null(new WorkSpaceFilter(Directory: Names.Directory, User: Names.Ann).Fault());
        Assert.Null(new WorkSpaceFilter(Account: Names.Account, Bundle: BundleId.Named("Standard")).Fault());
        Assert.Null(new WorkSpaceFilter(Account: Names.Account, Directory: Names.Directory, State: Lifecycle.Stopped).Fault());
    }
}
