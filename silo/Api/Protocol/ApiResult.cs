using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>What an operation comes to: a body to write, or an error.</summary>
public sealed class ApiResult
{
    private readonly bool _isNothingButFailed;

    private ApiResult(object? body, WireError? error, IReadOnlyList<string> failed, bool isNothingButFailed = false) =>
        (Body, Error, Failed, _isNothingButFailed) = (body, error, failed, isNothingButFailed);

    public static ApiResult Empty { get; } = new(null, null, []);

    /// <summary>A record whose properties are named as the members of the output shape, or it as <see cref="RawJson"/>; null: an empty one.</summary>
    public object? Body { get; }

    public WireError? Error { get; }

    /// <summary>Items of a batch that were refused, for the audit trail.</summary>
    public IReadOnlyList<string> Failed { get; }

    /// <summary>It was refused, as a whole or in each of its items. False also where nobody knows.</summary>
    public bool ChangedNothing => Error is { } error ? error.Status < StatusCodes.Status500InternalServerError : _isNothingButFailed;

    public static ApiResult Of(object body) => new(body, null, []);

    /// <summary>Of a batch.</summary>
    /// <param name="items">How many the request had; where as many failed, nothing was changed.</param>
    public static ApiResult Of(object body, IEnumerable<string> failed, int items)
    {
        var all = failed.ToList();
        return new(body, null, all, all.Count >= items);
    }

    public static ApiResult Of(WireError error) => new(null, error, []);

    public static implicit operator ApiResult(WireError error) => Of(error);
}
