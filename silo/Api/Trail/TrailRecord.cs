using System.Text.Json.Nodes;
using DeskFleet.Core.Identity;
using DeskFleet.Silo.Api.Audit;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Silo.Api.Trail;

/// <summary>One record of the audit trail as CloudTrail shows it.</summary>
internal sealed class TrailRecord
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["workspace"] = "AWS::WorkSpaces::Workspace",
        ["key"] = "AWS::KMS::Key",
        ["directory"] = "AWS::DirectoryService::Directory",
    };

    private readonly JsonObject _record;
    private readonly string[] _action;

    private TrailRecord(JsonObject record, string[] action) => (_record, _action) = (record, action);

    public string Id => Text("requestId")!;

    public string Name => _action[1];

    /// <summary>Such as <c>workspaces.amazonaws.com</c>.</summary>
    public string Source => $"{(_action[0] == "cloudwatch" ? "monitoring" : _action[0])}.amazonaws.com";

    public string? Caller => Text("caller");

    public string? KeyId => Text("keyId");

    /// <summary>It tells of what is about to be done; what became of it is another record.</summary>
    public bool IsAsked => Text("outcome") == AuditRecord.Asked;

    public IReadOnlyList<TrailResource> Resources =>
        [.. _record["resources"]!.AsArray().Select(name => name!.GetValue<string>()).Where(name => name != "*").Select(name => new TrailResource(TypeOf(name), name))];

    public JsonNode? Parameters => _record["parameters"];

    /// <summary>Null: it is of no call of the API in this account.</summary>
    public static TrailRecord? Of(string json, AccountId account) =>
        JsonNode.Parse(json) is JsonObject record && record["account"]?.GetValue<string>() == account.ToString() &&
        record["action"]?.GetValue<string>().Split(':') is [_, _] action
            ? new(record, action)
            : null;

    /// <param name="parameters">Of the record that asked.</param>
    public TrailEvent ToEvent(AccountId account, JsonNode? parameters) => new(
        Id, Name, "false", KeyId, At, Source, Caller, Resources, Whole(account, parameters ?? Parameters).ToJsonString());

    private Instant At => InstantPattern.ExtendedIso.Parse(Text("at")!).Value;

    private JsonObject Whole(AccountId account, JsonNode? parameters)
    {
        var whole = new JsonObject
        {
            ["eventVersion"] = "1.08",
            ["userIdentity"] = new JsonObject
            {
                ["type"] = _action[0] == "system" ? "AWSService" : "IAMUser",
                ["accountId"] = account.Account,
                ["accessKeyId"] = KeyId,
                ["userName"] = Caller,
            },
            ["eventTime"] = InstantPattern.General.Format(At),
            ["eventSource"] = Source,
            ["eventName"] = Name,
            ["awsRegion"] = account.Region,
            ["sourceIPAddress"] = Text("source"),
            ["requestParameters"] = parameters?.DeepClone(),
            ["responseElements"] = null,
        };
        if (Text("outcome") is { } outcome && outcome is not (AuditRecord.Accepted or AuditRecord.Asked))
            (whole["errorCode"], whole["errorMessage"]) = (outcome, Text("message"));
        (whole["requestID"], whole["eventID"], whole["readOnly"]) = (Id, Id, false);
        (whole["eventType"], whole["recipientAccountId"]) = ("AwsApiCall", account.Account);
        return whole;
    }

    private string? Text(string name) => _record[name]?.GetValue<string>();

    private static string TypeOf(string arn) =>
        arn.LastIndexOf('/') is > 0 and var slash && arn[(arn.LastIndexOf(':', slash) + 1)..slash] is var kind
            ? Types.GetValueOrDefault(kind, "AWS::WorkSpaces::" + kind)
            : "AWS::WorkSpaces::Workspace";
}
