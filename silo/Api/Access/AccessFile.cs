using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace DeskFleet.Silo.Api.Access;

/// <summary>Reads the file with access keys and policies. Whatever it does not know is a fault: a condition ignored would be a door left open.</summary>
public static partial class AccessFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(), new OneOrMany() },
    };

    /// <exception cref="AccessFileException">It cannot be read, or something in it cannot be; each fault is a sentence.</exception>
    public static AccessBook Read(string path)
    {
        FileJson? file;
        try
        {
            file = JsonSerializer.Deserialize<FileJson>(File.ReadAllBytes(path), Json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccessFileException(["it cannot be read; mend its name or its rights"]);
        }
        catch (JsonException e)
        {
            throw new AccessFileException([$"line {e.LineNumber + 1}, {e.Path}: it is not what this file can hold; see silo/API.md for an example"]);
        }

        var faults = (file is null ? ["it is empty"] : Faults(file)).ToList();
        if (PrivateFiles.Fault(path) is { } open)
            faults.Add(open);
        return faults.Count > 0 ? throw new AccessFileException(faults) : Book(file!);
    }

    private static readonly Dictionary<string, IReadOnlyDictionary<string, OneOrManyTexts>> Nothing = [];

    private static AccessBook Book(FileJson file) => new(file.AccessKeys.Select(key => new AccessKey(
        key.Id, key.Secret, key.Account, key.Caller, [.. key.Policies.SelectMany(name => StatementsOf(name, file.Policies[name]))])));

    private static IEnumerable<PolicyStatement> StatementsOf(string policy, PolicyJson json) => json.Statement.Select((statement, i) =>
        new PolicyStatement(statement.Effect, statement.Action, statement.Resource)
        {
            Name = NameOf(policy, statement, i),
            Conditions =
            [
                .. from block in statement.Condition ?? Nothing
                   from row in block.Value
                   select new PolicyCondition(Enum.Parse<ConditionOperator>(block.Key), row.Key, row.Value),
            ],
        });

    private static string NameOf(string policy, StatementJson statement, int number) => $"{policy}, statement {statement.Sid ?? $"{number + 1}"}";

    private static IEnumerable<string> ConditionFaults(FileJson file) =>
        from policy in file.Policies
        from statement in policy.Value.Statement.Select((statement, i) => (Name: NameOf(policy.Key, statement, i), statement.Condition))
        from block in statement.Condition ?? Nothing
        from row in block.Value
        let fault = PolicyCondition.Fault(block.Key, row.Key, row.Value)
        where fault is not null
        select $"policies.{statement.Name}: {fault}";

    private static IEnumerable<string> Faults(FileJson file)
    {
        foreach (var key in file.AccessKeys)
        {
            if (!AccessKeyId().IsMatch(key.Id))
                yield return $"accessKeys: '{key.Id}' is no access key id; give 16 to 128 letters and digits";
            if (!AccountNumber().IsMatch(key.Account))
                yield return $"accessKeys.{key.Id}: '{key.Account}' is no account; give twelve digits";
            if (key.Secret.Length < 16)
                yield return $"accessKeys.{key.Id}: the secret is too short; give at least 16 characters";
            foreach (var missing in key.Policies.Where(name => !file.Policies.ContainsKey(name)))
                yield return $"accessKeys.{key.Id}: there is no policy '{missing}'; write it under policies";
        }

        foreach (var condition in ConditionFaults(file))
            yield return condition;
        foreach (var twice in file.AccessKeys.GroupBy(key => key.Id).Where(group => group.Count() > 1))
            yield return $"accessKeys: {twice.Key} is there twice; give each key once";
    }

    [GeneratedRegex("^[A-Za-z0-9]{16,128}$")]
    private static partial Regex AccessKeyId();

    [GeneratedRegex("^[0-9]{12}$")]
    private static partial Regex AccountNumber();

    private sealed record FileJson(
        [property: JsonRequired] IReadOnlyList<KeyJson> AccessKeys, [property: JsonRequired] IReadOnlyDictionary<string, PolicyJson> Policies);

    private sealed record KeyJson(
        [property: JsonRequired] string Id,
        [property: JsonRequired] string Secret,
        [property: JsonRequired] string Account,
        [property: JsonRequired] string Caller,
        [property: JsonRequired] IReadOnlyList<string> Policies);

    private sealed record PolicyJson([property: JsonRequired] IReadOnlyList<StatementJson> Statement, string? Version = null, string? Id = null);

    private sealed record StatementJson(
        [property: JsonRequired] PolicyEffect Effect,
        [property: JsonRequired] OneOrManyTexts Action,
        [property: JsonRequired] OneOrManyTexts Resource,
        string? Sid = null,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, OneOrManyTexts>>? Condition = null);

    /// <summary>Policies write one text as itself and several as a list.</summary>
    private sealed class OneOrManyTexts(IEnumerable<string> texts) : List<string>(texts);

    private sealed class OneOrMany : JsonConverter<OneOrManyTexts>
    {
        public override OneOrManyTexts Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.TokenType == JsonTokenType.String ? [reader.GetString()!] : JsonSerializer.Deserialize<string[]>(ref reader, options)!);

        public override void Write(Utf8JsonWriter writer, OneOrManyTexts value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToArray(), options);
    }
}

/// <summary>The access file cannot be used.</summary>
public sealed class AccessFileException(IReadOnlyList<string> faults) : Exception(string.Join("; ", faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
