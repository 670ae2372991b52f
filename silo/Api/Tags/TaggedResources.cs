using System.Collections.Immutable;
using DeskFleet.Contracts;
using DeskFleet.Contracts.Registries;
using DeskFleet.Core.Alarms;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Tags;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.WorkSpaces;

namespace DeskFleet.Silo.Api.Tags;

/// <summary>
/// Tags of whatever the model calls taggable: WorkSpaces keep their own, the account's registry keeps those of directories, images, bundles
/// and IP access groups (TAG-01, TAG-02).
/// </summary>
internal sealed class TaggedResources(FleetClient fleet, AccountResources resources)
{
    private const string WorkSpacePrefix = "ws-";

    /// <summary>A directory has tags of its own in the directory service, beside those of its registration.</summary>
    private const string DirectoryServicePrefix = RegistryState.DirectoryServicePrefix;

    /// <summary>The tags of a resource of the caller's account; null: there is no such resource.</summary>
    public async Task<TagSet?> Find(string id, AccountId account)
    {
        if (IsWorkSpace(id))
            return await resources.WorkSpace(id, account) is null ? null : await fleet.DescribeTags(new(id)) ?? TagSet.Empty;
        var registry = await fleet.DescribeRegistry(account);
        return IsThere(registry, id.StartsWith(DirectoryServicePrefix, StringComparison.Ordinal) ? id[DirectoryServicePrefix.Length..] : id) ? registry.TagsOf(id) : null;
    }

    /// <summary>Gives tags, all or none.</summary>
    public Task<Reply> Put(OperationId operation, string id, AccountId account, IEnumerable<TagShape> tags)
    {
        var given = tags.Select(ToTag).ToImmutableArray();
        return IsWorkSpace(id)
            ? fleet.CreateTags(new(id), new(operation, given))
            : fleet.Send(Entity.OfRegistry(account), new TagResource(operation, id, given));
    }

    public Task<Reply> Remove(OperationId operation, string id, AccountId account, IEnumerable<string> keys) => IsWorkSpace(id)
        ? fleet.DeleteTags(new(id), new(operation, [.. keys]))
        : fleet.Send(Entity.OfRegistry(account), new UntagResource(operation, id, [.. keys]));

    /// <summary>What is wrong with tags that come with a creation, found before anything is made; null: nothing.</summary>
    public static Refused? Fault(IEnumerable<TagShape>? tags) =>
        tags is null ? null : TagRules.Put(TagSet.Empty, [.. tags.Select(ToTag)]).Reply as Refused;

    /// <summary>Tags what a call has just made. The call may be repeated: so may this.</summary>
    public async Task<Refused?> PutNew(ApiCall call, string id, IReadOnlyList<TagShape>? tags) =>
        tags is null or [] ? null : await Put(call.ItemId(MadeTags), id, call.Account, tags) as Refused;

    /// <summary>The directory service's own tags of a directory.</summary>
    public static string OfDirectoryService(string directory) => DirectoryServicePrefix + directory;

    public static IReadOnlyList<TagShape> ToWire(TagSet tags) => [.. tags.Values.Select(tag => new TagShape(tag.Key, tag.Value))];

    public static Tag ToTag(TagShape tag) => new(tag.Key, tag.Value ?? "");

    /// <summary>The number of the item of a call that tags what the call has made; items of batches are below it.</summary>
    private const int MadeTags = 99;

    private static bool IsWorkSpace(string id) => id.StartsWith(WorkSpacePrefix, StringComparison.Ordinal);

    private static bool IsThere(RegistryDescription registry, string id) =>
        registry.Alarms?.Alarms.Any(alarm => AlarmBook.TagName(alarm.Definition.Name) == id) == true || registry.IpGroups.Any(group => group.Id == id) || registry.Entries.Any(entry => entry.Id == id && entry.Kind is (ListedKind.Directory or ListedKind.Image or ListedKind.Bundle));
}
