using System.Collections.Frozen;

namespace DeskFleet.Silo.Api.Access;

/// <summary>One access key.</summary>
/// <param name="Account">Twelve digits.</param>
/// <param name="Caller">Who holds it, for the audit trail.</param>
/// <param name="Statements">Those of all his policies.</param>
public sealed record AccessKey(string Id, string Secret, string Account, string Caller, IReadOnlyList<PolicyStatement> Statements)
{
    /// <summary>Whose limits count: a name is one caller in its account.</summary>
    public string CallerKey { get; } = $"{Account}/{Caller}";

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"{Id} of {Caller}";
}

/// <summary>The access keys of the API; immutable.</summary>
public sealed class AccessBook(IEnumerable<AccessKey> keys)
{
    private readonly FrozenDictionary<string, AccessKey> _keys = keys.ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);

    public static AccessBook Empty { get; } = new([]);

    /// <summary>The keys of a caller, or the one with this id.</summary>
    public IReadOnlyList<AccessKey> Of(string caller) =>
        [.. _keys.Values.Where(key => key.Caller == caller || key.Id == caller).OrderBy(key => key.Id, StringComparer.Ordinal)];

    public AccessKey? Find(string id) => _keys.GetValueOrDefault(id);
}
