using System.Text.Json;
using DeskFleet.Grains.Storage;

namespace DeskFleet.Silo.Operator;

/// <summary>What the operator's endpoints answer: JSON, as the fleet writes it.</summary>
internal static class OperatorReplies
{
    public static IResult Json(object value, int status = StatusCodes.Status200OK) =>
        Results.Text(JsonSerializer.Serialize(value, FleetJson.Options), "application/json", statusCode: status);

    /// <param name="message">What is wrong, and the mend.</param>
    public static IResult Fault(int status, string code, string message) => Json(new { code, message }, status);
}
