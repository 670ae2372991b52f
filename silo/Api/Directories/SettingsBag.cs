using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeskFleet.Core.Directories;
using DeskFleet.Silo.Api.Protocol;

namespace DeskFleet.Silo.Api.Directories;

/// <summary>
/// Keeps groups of properties among a directory's settings: <c>creation.EnableInternetAccess</c> holds the property's JSON. What a request
/// leaves out stays as it was.
/// </summary>
internal static class SettingsBag
{
    public const string Creation = "creation";
    public const string Access = "access";
    public const string Selfservice = "selfservice";
    public const string Client = "client";
    public const string Registration = "registration";

    /// <summary>The properties that a record has, as settings.</summary>
    public static DirectorySettings Of<T>(string group, T properties) => new(Members(properties)
        .ToImmutableSortedDictionary(member => Name(group, member.Key), member => member.Value!.ToJsonString(), StringComparer.Ordinal));

    /// <summary>The group as it counts: what is set, over the defaults.</summary>
    public static T Read<T>(string group, DirectorySettings settings, T defaults)
    {
        var values = Members(defaults);
        foreach (var property in typeof(T).GetProperties())
        {
            if (settings[Name(group, property.Name)] is { } json)
                values[property.Name] = JsonNode.Parse(json);
        }

        return values.Deserialize<T>(WireJson.Options)!;
    }

    private static JsonObject Members<T>(T properties) => JsonSerializer.SerializeToNode(properties, WireJson.Options)!.AsObject();

    private static string Name(string group, string property) => $"{group}.{property}";
}
