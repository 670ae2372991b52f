using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Core.Directories;

/// <summary>Creation, registration, settings and their end (DIR-02..07, DIR-14, DIR-17).</summary>
public sealed partial class Directory
{
    /// <summary>IP access groups on one directory.</summary>
    public const int MaxIpGroups = 25;

    private static Decision Create(DirectoryState state, CreateDirectory create)
    {
        if (IdFault(state.Id) is { } noId)
            return Decision.Refuse(noId);
        if (create.Profile.Fault(create.Account.Region) is { } refused)
            return Decision.Refuse(refused);
        if (!state.Exists)
            return Decision.Of(new DirectoryCreated(create.Account, create.Profile));
        return state.Account == create.Account && state.Profile is { } known && (known.Type, known.Name) == (create.Profile.Type, create.Profile.Name)
            ? Decision.Nothing
            : Decision.Refuse(RefusalCode.ResourceExists, $"{state.Id} exists already; create another directory.");
    }

    private static Decision Register(DirectoryState state, RegisterDirectory register)
    {
        var registered = new DirectoryRegistered(register.Account, register.ZoneA, register.ZoneB, register.IsDedicated) { Desktops = register.Desktops };
        if (IdFault(state.Id) is { } noId)
            return Decision.Refuse(noId);
        if (register.ZoneA == register.ZoneB)
            return Decision.Refuse(RefusalCode.InvalidParameter, $"Both subnets are in {register.ZoneA}; a directory needs two zones.");
        if (state.Exists && state.Account != register.Account)
            return NotThere(state);
        if (!state.IsRegistered)
            return Decision.Of(registered);
        return registered == new DirectoryRegistered(state.Account, state.ZoneA, state.ZoneB, state.IsDedicated) { Desktops = state.Desktops }
            ? Decision.Nothing
            : Decision.Refuse(RefusalCode.ResourceExists, $"{state.Id} is registered with other settings, and its zones can not be changed; make another directory.");
    }

    /// <summary>Its users are called after it (<see cref="Entity.Of(DirectoryId, UserName)"/>): what parts the two cannot stand in the id.</summary>
    private static Refused? IdFault(DirectoryId id) => id.Value.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter) || letter is '/' or '{' or '}')
        ? new(RefusalCode.InvalidParameter, "The id of a directory holds a slash, a brace or a character that is no letter; give one such as d-0123456789.")
        : null;

    private static Decision Deregister(DirectoryState state, DeregisterDirectory deregister)
    {
        if (!IsRegisteredFor(state, deregister.Account))
            return NotThere(state);
        return state.WorkSpaces > 0 ? HasWorkSpaces(state) : Decision.Of(new DirectoryDeregistered());
    }

    private static Decision Delete(DirectoryState state, DeleteDirectory delete) =>
        !state.Exists || state.Account != delete.Account ? NotThere(state)
        : state.WorkSpaces > 0 ? HasWorkSpaces(state)
        : state.IsRegistered ? Decision.Refuse(RefusalCode.InvalidState, $"{state.Id} is registered; deregister it first.")
        : Decision.Of(new DirectoryDeleted());

    private static Decision Configure(DirectoryState state, ConfigureDirectory configure)
    {
        if (!IsRegisteredFor(state, configure.Account))
            return NotThere(state);
        var after = state.Settings.With(configure.Settings);
        if (after.Fault() is { } refused)
            return Decision.Refuse(refused);
        return after.Equals(state.Settings) ? Decision.Nothing : Decision.Of(new DirectoryConfigured(configure.Settings));
    }

    /// <summary>What is launched from now on gets them; what is there keeps what it was launched with (WKS-13).</summary>
    private static Decision Configure(DirectoryState state, ConfigureDesktops configure) =>
        !IsRegisteredFor(state, configure.Account) ? NotThere(state)
        : configure.Desktops == state.Desktops ? Decision.Nothing
        : Decision.Of(new DesktopsConfigured(configure.Desktops));

    private static Decision ChangeIpGroups(DirectoryState state, ChangeDirectoryIpGroups change)
    {
        if (!IsRegisteredFor(state, change.Account))
            return NotThere(state);
        ImmutableArray<string> after = [.. state.IpGroups.Union(change.Add, StringComparer.Ordinal).Except(change.Remove, StringComparer.Ordinal)];
        if (after.Length > MaxIpGroups)
            return Decision.Refuse(RefusalCode.LimitExceeded, $"{state.Id} would have {after.Length} IP access groups of at most {MaxIpGroups}; take some away first.");
        return after.SequenceEqual(state.IpGroups, StringComparer.Ordinal) ? Decision.Nothing : Decision.Of(new DirectoryIpGroupsChanged(after));
    }

    private static bool IsRegisteredFor(DirectoryState state, AccountId account) => state.IsRegistered && state.Account == account;

    private static Decision NotThere(DirectoryState state) =>
        Decision.Refuse(RefusalCode.ResourceNotFound, $"There is no directory {state.Id} that is registered for the account in this region; look at the id and the region.");

    private static Decision HasWorkSpaces(DirectoryState state) =>
        Decision.Refuse(RefusalCode.InvalidState, $"{state.Id} has {state.WorkSpaces} WorkSpaces; terminate them first.");
}
