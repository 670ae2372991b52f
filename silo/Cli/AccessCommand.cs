using System.CommandLine;
using System.Net;
using DeskFleet.Silo.Api.Access;

namespace DeskFleet.Silo.Cli;

/// <summary><c>access check</c>: says which statement of an access file decides a call, without a silo.</summary>
internal static class AccessCommand
{
    private const string DefaultRegion = "us-east-1";

    public static Command Make(Option<string> accessFile)
    {
        var caller = new Argument<string>("CALLER") { Description = "Who calls: the name of a caller, or the id of his access key." };
        var action = new Argument<string>("ACTION") { Description = "Such as workspaces:StopWorkspaces." };
        var resource = new Argument<string>("RESOURCE") { Description = "Its ARN; one that ends in /* stands for a call that names none of its kind, such as a list." };
        var region = new Option<string>("--region") { Description = "The fleet that is meant.", HelpName = "REGION", DefaultValueFactory = _ => DefaultRegion };
        var source = new Option<string>("--source") { Description = "The address that the call comes from.", HelpName = "ADDRESS" };
        var tags = new Option<string[]>("--tag") { Description = "A tag of the resource; may be given several times.", HelpName = "KEY=VALUE", DefaultValueFactory = _ => [] };
        var check = new Command("check", """
            Says whether a caller may do something, and which statement decides. Exit codes: 0 allowed, 3 denied, 2 a value is not possible.

            Examples:
              deskfleet-silo access check ann workspaces:StopWorkspaces arn:aws:workspaces:us-east-1:111122223333:workspace/ws-dcf3g4x7n --access-file access.json
              deskfleet-silo access check bob workspaces:DescribeWorkspaces 'arn:aws:workspaces:us-east-1:111122223333:workspace/*' --source 10.1.2.3 --access-file access.json
              deskfleet-silo access check cid workspaces:RebootWorkspaces arn:aws:workspaces:us-east-1:111122223333:workspace/ws-dcf3g4x7n --tag team=blue --access-file access.json
            """)
        {
            caller, action, resource, accessFile, region, source, tags,
        };
        check.SetAction(parsed => Check(
            parsed.GetValue(accessFile)!, parsed.GetValue(caller)!, parsed.GetValue(action)!, parsed.GetValue(resource)!, parsed.GetValue(region)!, parsed.GetValue(source), parsed.GetValue(tags)!));
        return new("access", "Looks at an access file.") { check };
    }

    private static int Check(string file, string caller, string action, string resource, string region, string? source, string[] tags)
    {
        if (file.Length == 0)
            return Refuse("--access-file: give the file to look at.");
        if (source is not null && !IPAddress.TryParse(source, out _))
            return Refuse($"--source: '{source}' is no address; give one such as 10.1.2.3.");
        if (tags.FirstOrDefault(tag => !tag.Contains('=', StringComparison.Ordinal)) is { } bad)
            return Refuse($"--tag: '{bad}' is no tag; give one such as team=blue.");
        AccessBook book;
        try
        {
            book = AccessFile.Read(file);
        }
        catch (AccessFileException e)
        {
            return Refuse([.. e.Faults.Select(fault => $"--access-file {file}: {fault}.")]);
        }

        var keys = book.Of(caller);
        if (keys.Count == 0)
            return Refuse($"{caller} has no access key in {file}; give one of its callers.");
        var context = new PolicyContext(action, region, source is null ? null : IPAddress.Parse(source)) { Tags = TagsOf(resource, tags) };
        return Tell(keys, context, resource);
    }

    /// <summary>A caller who has several keys may do what the one allows that he uses.</summary>
    private static int Tell(IReadOnlyList<AccessKey> keys, PolicyContext context, string resource)
    {
        var isAllowed = true;
        foreach (var key in keys)
        {
            var (allowed, decides) = Authorizer.Decide(key.Statements, context, resource);
            isAllowed &= allowed;
            Console.WriteLine($"{(allowed ? "allowed" : "denied")}: {key.Caller} with {key.Id}, {context.Action} on {resource}");
            Console.WriteLine(decides is null ? "  no statement of his policies is about it" : $"  {decides.Effect} of the policy {decides.Name}: {Text(decides)}");
        }

        return isAllowed ? ExitCodes.Stopped : ExitCodes.Denied;
    }

    private static string Text(PolicyStatement statement) => string.Join("; ", new[]
    {
        string.Join(", ", statement.Actions), "on " + string.Join(", ", statement.Resources),
    }.Concat(statement.Conditions.Select(condition => $"where {condition.Key} {condition.Operator} {string.Join(", ", condition.Values)}")));

    private static Dictionary<string, IReadOnlyDictionary<string, string>> TagsOf(string resource, string[] tags) => new(StringComparer.Ordinal)
    {
        [resource] = tags.Select(tag => tag.Split('=', 2)).GroupBy(tag => tag[0], StringComparer.Ordinal).ToDictionary(tag => tag.Key, tag => tag.Last()[1], StringComparer.Ordinal),
    };

    private static int Refuse(params string[] faults)
    {
        foreach (var fault in faults)
            Console.Error.WriteLine($"deskfleet-silo: {fault}");
        return ExitCodes.BadOption;
    }
}
