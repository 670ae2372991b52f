namespace DeskFleet.Core.Identity;

/// <summary>
/// What ids look like. Types alone cannot say it, since a default value and what comes over the wire pass no constructor; so each way in asks here.
/// </summary>
public static class IdRules
{
    /// <summary>Characters of an id's name after its prefix.</summary>
    public const int Longest = 128;

    /// <summary>Characters of a key's ARN.</summary>
    public const int MaxArn = 512;

    /// <summary>Characters of any other text in a message.</summary>
    public const int MaxText = 2048;

    /// <summary>What is wrong with an id and the mend; null: nothing, or it is no id.</summary>
    public static string? Fault(object? id) => id switch
    {
        WorkSpaceId workspace => Fault(workspace.Value, "WorkSpace", "ws-", IsLowerName),
        HostId host => Fault(host.Value, "host", "h-", IsName),
        DirectoryId directory => Fault(directory.Value, "directory", "d-", IsName),
        BundleId bundle => Fault(bundle.Value, "bundle", "wsb-", IsLowerName),
        ImageId image => Fault(image.Value, "image", ImageId.Prefix, IsLowerName),
        ZoneId zone => Fault(zone.Value, "zone", "", IsName),
        AccountId account => Fault(account.Account, "account", "", IsName) ?? Fault(account.Region, "region", "", IsName),
        MachineImageId image => Text(image.Value, "machine image", MachineImageId.Longest),
        ApplicationName name => Text(name.Value, "application", ApplicationName.Longest),
        SessionId session => Text(session.Value, "session", Longest),
        OperationId operation => Text(operation.Token, "operation id's token", Longest),
        KeyArn key => Text(key.Value, "key", MaxArn) ?? (key.IsWellFormed ? null : $"'{key}' is no ARN of a key; give arn:aws:kms:REGION:ACCOUNT:key/NAME."),
        _ => null,
    };

    /// <summary>What is wrong with a text that must be there.</summary>
    /// <param name="longest">Characters.</param>
    public static string? Text(string? text, string what, int longest) =>
        string.IsNullOrEmpty(text) ? $"A {what} is not given; name one."
        : text.Length > longest ? $"A {what} of {text.Length} characters is too long; give at most {longest}."
        : text.Any(char.IsControl) ? $"A {what} has a control character in it; leave it out."
        : null;

    private static string? Fault(string? value, string what, string prefix, Func<char, bool> allowed) =>
        Text(value, what, prefix.Length + Longest)
        ?? (value!.Length > prefix.Length && value.StartsWith(prefix, StringComparison.Ordinal) && value.AsSpan(prefix.Length).IndexOfAnyNot(allowed) < 0
            ? null
            : $"'{value}' names no {what}; give {Example(what, prefix)}.");

    private static string Example(string what, string prefix) =>
        prefix.Length > 0 ? $"'{prefix}' and letters and digits behind it" : $"the {what}'s name in letters, digits, '-', '_' and '.'";

    private static int IndexOfAnyNot(this ReadOnlySpan<char> text, Func<char, bool> allowed)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!allowed(text[i]))
                return i;
        }

        return -1;
    }

    private static bool IsLowerName(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
