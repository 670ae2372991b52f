using System.Collections.Immutable;
using DeskFleet.Contracts.Directories;
using DeskFleet.Contracts.Journal;
using DeskFleet.Contracts.Registries;
using DeskFleet.Contracts.Views;
using DeskFleet.Contracts.WorkSpaces;

namespace DeskFleet.Contracts;

/// <summary>What backends may call. A silo's gateway refuses every other grain interface, those of the runtime included.</summary>
public static class PublicGrains
{
    public static ImmutableHashSet<Type> Interfaces { get; } =
    [
        typeof(IEntityGrain),
        typeof(IWorkSpaceGrain),
        typeof(IUserGrain),
        typeof(IDirectoryGrain),
        typeof(IDedicatedHostGrain),
        typeof(IHostPoolGrain),
        typeof(IAccountGrain),
        typeof(IBundleGrain),
        typeof(IImageGrain),
        typeof(IKeyGrain),
        typeof(IRegistryGrain),
        typeof(IJournalGrain),
        typeof(IWorkSpaceViewGrain),
    ];
}
