using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Contracts;

/// <summary>Makes operation ids for callers that have none of their own.</summary>
public static class Operations
{
    /// <summary>A new id. Keep it until the operation is answered: after a time-out ask again under the same one.</summary>
    public static OperationId NewId() => NewId(TimeProvider.System);

    /// <summary>A new id by this clock, which must be that of the fleet: an id of a time that is still to come is refused.</summary>
    public static OperationId NewId(TimeProvider time) => OperationId.At(Instant.FromDateTimeOffset(time.GetUtcNow()), Guid.NewGuid().ToString("N"));
}
