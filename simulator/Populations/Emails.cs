namespace DeskFleet.Simulator.Populations;

internal static class Emails
{
    /// <summary>An address in a domain that can never exist (RFC 2606).</summary>
    public static string Of(string userName, string account) => $"{userName.Replace('#', '+')}@{account.ToLowerInvariant()}.example";
}
