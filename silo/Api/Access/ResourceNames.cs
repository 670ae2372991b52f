using System.Text.Json;
using DeskFleet.Core.Identity;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Access;

/// <summary>
/// Which resources a request names, as policies write them: <c>arn:aws:workspaces:REGION:ACCOUNT:workspace/ws-...</c>. Found by the
/// request's shape, so no operation can forget one. A request that names none is about <c>*</c>.
/// </summary>
internal static class ResourceNames
{
    /// <summary>After this kind stands a colon, and after all others a slash.</summary>
    private const string Alarm = "alarm";

    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["WorkspaceId"] = "workspace",
        ["DirectoryId"] = "directory",
        ["BundleId"] = "workspacebundle",
        ["WorkspaceImageId"] = "workspaceimage",
        ["IpGroupId"] = "workspaceipgroup",
        ["KeyIdType"] = "key",
        ["AlarmName"] = Alarm,
        ["AmazonResourceName"] = Alarm,
    };

    /// <summary>Members that name a resource of any kind, told by how the id begins.</summary>
    private static readonly (string Prefix, string Kind)[] Prefixes =
        [("ws-", "workspace"), ("d-", "directory"), ("wsb-", "workspacebundle"), ("wsi-", "workspaceimage"), ("wsipg-", "workspaceipgroup")];

    /// <summary>What operations' names tell, the narrower word first.</summary>
    private static readonly (string Service, string Word, string Kind)[] KindsByName =
    [
        ("workspaces", "IpGroup", "workspaceipgroup"), ("workspaces", "Bundle", "workspacebundle"), ("workspaces", "Image", "workspaceimage"),
        ("workspaces", "Director", "directory"), ("workspaces", "ClientProperties", "directory"), ("workspaces", "WorkspacesPool", "workspacespool"),
        ("workspaces", "Workspace", "workspace"), ("ds", "Director", "directory"), ("kms", "Key", "key"), ("kms", "Alias", "key"), ("cloudwatch", "Alarm", Alarm),
    ];

    public static IReadOnlyList<string> Of(JsonElement input, WireType? shape, WireService service, ApiCaller caller)
    {
        var found = new List<string>();
        var prefix = PrefixOf(service, caller.Account);
        if (shape is not null)
            Walk(input, shape, "", resource => found.Add(Arn(prefix, resource)));
        return found.Count > 0 ? found : ["*"];
    }

    /// <summary>
    /// What a call is about that names no resource, such as <c>arn:...:workspace/*</c>: any of the kind that the operation's name tells. <c>*</c> where it
    /// tells none.
    /// </summary>
    public static string Any(WireOperation operation, WireService service, ApiCaller caller) =>
        KindsByName.FirstOrDefault(row => row.Service == service.Name && operation.Name.Contains(row.Word, StringComparison.Ordinal)).Kind is { } kind
            ? string.Concat(PrefixOf(service, caller.Account), kind, kind == Alarm ? PolicyContext.AnyAlarm : PolicyContext.Any)
            : "*";

    /// <summary>The name of one WorkSpace.</summary>
    public static string Of(AccountId account, WorkSpaceId id) => Arn(PrefixOf(WireService.WorkSpaces, account), (Kinds["WorkspaceId"], id.Value));

    private static string PrefixOf(WireService service, AccountId account) => $"arn:aws:{service.Name}:{account.Region}:{account.Account}:";

    private static void Walk(JsonElement value, WireType shape, string member, Action<(string Kind, string Id)> found)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var child in value.EnumerateObject())
                {
                    if (shape.Members.TryGetValue(child.Name, out var type))
                        Walk(child.Value, type, child.Name, found);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Walk(item, shape.Item!, member, found);
                break;
            case JsonValueKind.String when value.GetString()! is var id && KindOf(shape, member, id) is { } kind:
                found((kind, id));
                break;
        }
    }

    private static string? KindOf(WireType shape, string member, string id) =>
        Kinds.TryGetValue(shape.Name, out var kind) ? kind
        : member == "ResourceId" ? Prefixes.FirstOrDefault(row => id.StartsWith(row.Prefix, StringComparison.Ordinal)).Kind ?? "resource"
        : null;

    /// <summary>A name that is complete already stays as it is.</summary>
    private static string Arn(string prefix, (string Kind, string Id) resource) =>
        resource.Id.StartsWith("arn:", StringComparison.Ordinal) ? resource.Id : string.Concat(prefix, resource.Kind, resource.Kind == Alarm ? ":" : "/", resource.Id);
}
