using NodaTime;

namespace DeskFleet.Silo.Api.Trail;

// Shapes of the wire, named as there.

internal sealed record LookupAttribute(string AttributeKey, string AttributeValue);

internal sealed record LookupEventsRequest(
    IReadOnlyList<LookupAttribute>? LookupAttributes = null,
    Instant? StartTime = null,
    Instant? EndTime = null,
    string? EventCategory = null,
    int? MaxResults = null,
    string? NextToken = null);

internal sealed record TrailResource(string ResourceType, string ResourceName);

internal sealed record TrailEvent(
    string EventId,
    string EventName,
    string ReadOnly,
    string? AccessKeyId,
    Instant EventTime,
    string EventSource,
    string? Username,
    IReadOnlyList<TrailResource> Resources,
    string CloudTrailEvent);

internal sealed record LookupEventsReply(IReadOnlyList<TrailEvent> Events, string? NextToken);
