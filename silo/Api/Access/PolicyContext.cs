using System.Net;

namespace DeskFleet.Silo.Api.Access;

/// <summary>What policies look at in a call, beside whom it names.</summary>
/// <param name="Action">Such as <c>workspaces:StopWorkspaces</c>.</param>
/// <param name="Region">The fleet that is meant.</param>
/// <param name="Source">Where it comes from; null: nobody knows.</param>
public sealed record PolicyContext(string Action, string Region = "", IPAddress? Source = null)
{
    /// <summary>How a name ends that stands for every resource of its kind.</summary>
    public const string Any = "/*";

    /// <summary>The tags of the resources that are named, by their names.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Tags { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    public IReadOnlyDictionary<string, string>? TagsOf(string resource) => Tags.GetValueOrDefault(resource);

    /// <summary>The same of alarms, whose names stand after a colon.</summary>
    public const string AnyAlarm = ":*";

    /// <summary>The call names no resource.</summary>
    public bool IsAny(string resource) => resource == "*" || resource.EndsWith(Any, StringComparison.Ordinal) || resource.EndsWith(AnyAlarm, StringComparison.Ordinal);
}
