using System.Net;
using DeskFleet.Core.Alarms;
using DeskFleet.Core.Tags;
using DeskFleet.Silo.Api.Alarms;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Tags;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Access;

/// <summary>Decides calls by policies; tags are read where a statement asks for them (AUD-02, API-02).</summary>
internal sealed class PolicyDesk(TaggedResources tagged)
{
    /// <summary>Why the caller may not do it; null: he may.</summary>
    public async ValueTask<WireError?> Authorize(ApiRequest request)
    {
        var (caller, resources) = (request.Caller!, request.PolicyResources());
        var context = new PolicyContext(request.Action!, caller.Account.Region, Source(request.Http));
        if (caller.Statements.Any(statement => statement.Conditions.Any(condition => condition.Tag is not null) && statement.CoversAction(context.Action)))
            context = context with { Tags = await TagsOf(request, resources) };
        return Authorizer.Denied(caller.Statements, context, resources) is { } resource
            ? new("AccessDeniedException", $"{caller.Name} is not allowed to perform {request.Action} on {resource}; a policy must allow it and none deny it.")
            : null;
    }

    private async Task<Dictionary<string, IReadOnlyDictionary<string, string>>> TagsOf(ApiRequest request, IEnumerable<string> resources)
    {
        var found = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var resource in resources.Distinct(StringComparer.Ordinal))
        {
            var id = AlarmWire.NameOf(request.Caller!.Account, resource) is { } alarm ? AlarmBook.TagName(alarm) : resource[(resource.LastIndexOf('/') + 1)..];
            var named = request.Service == WireService.DirectoryService ? TaggedResources.OfDirectoryService(id) : id;
            if (await tagged.Find(named, request.Caller!.Account) is { } tags)
                found[resource] = ToDictionary(tags);
        }

        return found;
    }

    private static Dictionary<string, string> ToDictionary(TagSet tags) => tags.Values.ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);

    private static IPAddress? Source(HttpContext http) =>
        http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : http.Connection.RemoteIpAddress;
}
