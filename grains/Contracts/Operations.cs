using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Contracts;

/// <summary>Makes operation ids for callers that have none of their own.</summary>
public static class Operations
{
    /// <summary>A new id. Keep it until the operation is answered: after a time-out ask again under the same one.</summary>
    public static OperationId NewId() => OperationId.At(SystemClock.Instance.GetCurrentInstant(), Guid.NewGuid().ToString("N"));
}
