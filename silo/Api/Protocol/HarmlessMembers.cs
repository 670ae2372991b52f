using System.Text.Json;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>Members that a request may give although nothing reads them: what they ask for is so, or makes no difference here.</summary>
internal static class HarmlessMembers
{
    private const string EmptyList = "of no effect: the list is empty";

    private static readonly (string Operation, string Member, string Why, Func<JsonElement, bool> IsHarmless)[] All =
    [
        ("*", "NetworkType", "as it is where it says IPv4, else refused by its name", value => value.ValueEquals("IPv4")),
        ("DescribeKey", "GrantTokens", "of no effect: there are no grants", Any),
        ("CreateKey", "Origin", "as it is where it says AWS_KMS, else refused by its name", value => value.ValueEquals("AWS_KMS")),
        ("CreateKey", "CustomerMasterKeySpec", "as it is where it says SYMMETRIC_DEFAULT, else refused by its name", value => value.ValueEquals("SYMMETRIC_DEFAULT")),
        ("CreateKey", "MultiRegion", "as it is where it is false, else refused by its name", IsFalse),
        ("CreateKey", "BypassPolicyLockoutSafetyCheck", "of no effect: keys have no policy document", Any),
        ("ListMetrics", "RecentlyActive", "of no effect: whatever is there is active", Any),
        ("ListMetrics", "IncludeLinkedAccounts", "of no effect: no account is linked", Any),
        ("GetMetricData", "LabelOptions.Timezone", "of no effect: labels have no times", Any),
        ("DescribeApplications", "*", EmptyList, Any),
        ("DescribeApplicationAssociations", "*", EmptyList, Any),
        ("DescribeConnectClientAddIns", "*", EmptyList, Any),
        ("DescribeConnectionAliases", "*", EmptyList, Any),
        ("DescribeConnectionAliasPermissions", "*", EmptyList, Any),
        ("DescribeWorkspacesPools", "*", EmptyList, Any),
        ("DescribeWorkspacesPoolSessions", "*", EmptyList, Any),
        ("ListAccountLinks", "*", EmptyList, Any),
        ("*", "Password", "checked against its shape; nobody signs in to a directory here", Any),
        ("*", "ConnectSettings.CustomerPassword", "checked against its shape; nobody signs in to a directory here", Any),
    ];

    /// <summary>Why a member may be given; null: it is refused.</summary>
    public static string? Reason(string operation, string member, JsonElement value) =>
        All.FirstOrDefault(row => IsRow(row, operation, member) && row.IsHarmless(value)).Why;

    /// <summary>The same, whatever its value; null: it is refused with every value.</summary>
    public static string? Reason(string operation, string member) => All.FirstOrDefault(row => IsRow(row, operation, member)).Why;

    private static bool IsRow((string Operation, string Member, string Why, Func<JsonElement, bool> IsHarmless) row, string operation, string member) =>
        (row.Member == "*" || row.Member == member) && (row.Operation == "*" || row.Operation == operation);

    private static bool IsFalse(JsonElement value) => value.ValueKind == JsonValueKind.False;

    private static bool Any(JsonElement value) => true;
}
