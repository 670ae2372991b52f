using DeskFleet.Silo.Api.Audit;
using NodaTime;

namespace DeskFleet.Api.Tests.Support;

/// <summary>A trail that tests look at.</summary>
internal sealed class ListedTrail : IRefusalTrail
{
    public List<AuditRecord> Records { get; } = [];

    public static AuditRecord Refusal(string source, string outcome) =>
        new(Instant.FromUnixTimeTicks(0), "request", null, null, source, "workspaces:DescribeWorkspaces", [], null, outcome, null, []);

    public void Write(AuditRecord record) => Records.Add(record);
}
