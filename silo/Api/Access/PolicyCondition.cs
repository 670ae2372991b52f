using System.IO.Enumeration;
using System.Net;

namespace DeskFleet.Silo.Api.Access;

/// <summary>How a condition compares.</summary>
public enum ConditionOperator
{
    StringEquals,
    StringNotEquals,
    StringLike,
    StringNotLike,
    IpAddress,
    NotIpAddress,
}

/// <summary>One condition of a statement (AUD-02): what it compares is equal to, or like, one of the values; the negative ones: none of them.</summary>
/// <param name="Key">One of those that <see cref="Fault"/> lets pass.</param>
public sealed record PolicyCondition(ConditionOperator Operator, string Key, IReadOnlyList<string> Values)
{
    public const string Region = "aws:RequestedRegion";
    public const string SourceIp = "aws:SourceIp";
    public const string ResourceTag = "aws:ResourceTag/";

    /// <summary>The tag that it asks for; null: none.</summary>
    public string? Tag => Key.StartsWith(ResourceTag, StringComparison.OrdinalIgnoreCase) ? Key[ResourceTag.Length..] : null;

    private bool IsNegative => Operator is ConditionOperator.StringNotEquals or ConditionOperator.StringNotLike or ConditionOperator.NotIpAddress;

    /// <summary>Why it cannot be kept; null: it can.</summary>
    public static string? Fault(string name, string key, IReadOnlyList<string> values)
    {
        if (!Enum.TryParse<ConditionOperator>(name, out var op) || op.ToString() != name)
            return $"the condition {name} is not known; use one of {string.Join(", ", Enum.GetNames<ConditionOperator>())}";
        var isAddress = op is ConditionOperator.IpAddress or ConditionOperator.NotIpAddress;
        if (!IsKey(key))
            return $"the condition key {key} is not known; use {Region}, {SourceIp}, or {ResourceTag} and the key of a tag";
        if (isAddress != key.Equals(SourceIp, StringComparison.OrdinalIgnoreCase))
            return $"{name} does not compare {key}; compare {SourceIp} with IpAddress or NotIpAddress, and everything else as a text";
        if (values.Count == 0)
            return $"{name} of {key} has no value; give one";
        return isAddress && values.FirstOrDefault(value => NetworkOf(value) is null) is { } wrong
            ? $"'{wrong}' is no network; give one such as 10.0.0.0/8, without bits behind its length"
            : null;
    }

    /// <summary>Whether it holds; null: nobody can tell, because the call is about any resource and this asks for a tag.</summary>
    public bool? Holds(PolicyContext context, string resource)
    {
        if (Tag is { } tag)
            return context.IsAny(resource) ? null : Compare(context.TagsOf(resource)?.GetValueOrDefault(tag));
        return Operator is ConditionOperator.IpAddress or ConditionOperator.NotIpAddress
            ? context.Source is { } source ? Values.Any(value => NetworkOf(value)!.Value.Contains(source)) != IsNegative : IsNegative
            : Compare(context.Region);
    }

    /// <summary>What is not there is equal to nothing.</summary>
    private bool Compare(string? text) => (text is not null && Values.Any(value => Fits(value, text))) != IsNegative;

    private bool Fits(string value, string text) => Operator is ConditionOperator.StringLike or ConditionOperator.StringNotLike
        ? FileSystemName.MatchesSimpleExpression(value, text, ignoreCase: false)
        : value == text;

    private static bool IsKey(string key) =>
        key.Equals(Region, StringComparison.OrdinalIgnoreCase) || key.Equals(SourceIp, StringComparison.OrdinalIgnoreCase) ||
        (key.StartsWith(ResourceTag, StringComparison.OrdinalIgnoreCase) && key.Length > ResourceTag.Length);

    private static IPNetwork? NetworkOf(string text)
    {
        if (IPAddress.TryParse(text, out var one))
            return new(one, one.GetAddressBytes().Length * 8);
        // A network with bits behind its length may be meant to be the address or the network: nobody guesses.
        return IPNetwork.TryParse(text, out var network) && IPAddress.TryParse(text[..text.IndexOf('/', StringComparison.Ordinal)], out var given) && network.BaseAddress.Equals(given)
            ? network
            : null;
    }
}
