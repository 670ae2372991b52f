using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>What an operation comes to: a body to write, or an error.</summary>
public sealed class ApiResult
{
    private ApiResult(object? body, WireError? error, IReadOnlyList<string> failed) =>
        (Body, Error, Failed) = (body, error, failed);

    public static ApiResult Empty { get; } = new(null, null, []);

    /// <summary>A record whose properties are named as the members of the output shape, or it as <see cref="RawJson"/>; null: an empty one.</summary>
    public object? Body { get; }

    public WireError? Error { get; }

    /// <summary>Items of a batch that were refused, for the audit trail.</summary>
    public IReadOnlyList<string> Failed { get; }

    public static ApiResult Of(object body) => new(body, null, []);

    public static ApiResult Of(object body, IEnumerable<string> failed) => new(body, null, [.. failed]);

    public static ApiResult Of(WireError error) => new(null, error, []);

    public static implicit operator ApiResult(WireError error) => Of(error);
}
