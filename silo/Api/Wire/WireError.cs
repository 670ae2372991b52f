namespace DeskFleet.Silo.Api.Wire;

/// <summary>How a call is refused: what clients read as <c>__type</c> and <c>message</c>.</summary>
/// <param name="Type">The exception's name.</param>
/// <param name="Message">One sentence: what was wrong and the mend.</param>
public sealed record WireError(string Type, string Message)
{
    public int Status { get; init; } = StatusCodes.Status400BadRequest;

    /// <summary>Whom it is about, where the exception has a field for it.</summary>
    public string? ResourceId { get; init; }

    public static WireError Serialization(string message) => new("SerializationException", message);

    public static WireError Invalid(string message) => new("ValidationException", message);

    public static WireError NotFound(string resourceId, string message) => new("ResourceNotFoundException", message) { ResourceId = resourceId };

    public static WireError BadValue(string message) => new("InvalidParameterValuesException", message);
}
