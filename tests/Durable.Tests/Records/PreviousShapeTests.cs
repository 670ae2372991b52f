using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Storage;
using NodaTime;

namespace DeskFleet.Durable.Tests.Records;

/// <summary>What an earlier version has stored is read by this one.</summary>
public sealed class PreviousShapeTests
{
    /// <summary>What a WorkSpace's state has been given since its first shape.</summary>
    private static readonly string[] Added = ["volumes", "rootImage", "capturing", "tags", "recovery"];

    [Fact]
    public void Record_OfTheFirstShape_IsReadWithDefaults()
    {
        var identity = new WorkSpaceIdentity(
            new(1_772_452_800_000, "op"), new("d-acme"), UserName.Of("ann"), new("acme", "us-east-1"), new("provider", "us-east-1"), new("us-east-1a"), Bundle.Defaults[0]);
        var state = WorkSpaceState.Unlaunched(new("ws-000000001")) with { Lifecycle = Lifecycle.Available, Identity = identity, Epoch = 3 };
        var record = EntityKernel<WorkSpaceState, WorkSpace>.New("ws-000000001") with { State = state, Sequence = 7 };
        var json = JsonSerializer.SerializeToNode(record, FleetJson.Options)!;
        foreach (var member in Added)
            json["state"]!.AsObject().Remove(member);

        var read = new FleetRecordSerializer().Deserialize<StoredRecord<WorkSpaceState>>(Payload(json)).Record!;

        Assert.Equal((7, 3, Lifecycle.Available, identity), (read.Sequence, read.State.Epoch, read.State.Lifecycle, read.State.Identity));
        Assert.Equal(TagSet.Empty, read.State.Tags);
        Assert.Null(read.State.Volumes);
    }

    /// <summary>A pool kept a list of its hosts, of which it now keeps the number.</summary>
    [Fact]
    public void Pool_WithAListOfItsHosts_IsReadAsTheirNumber()
    {
        var id = new HostPoolId(new("provider", "us-east-1"), new("us-east-1a"));
        var json = JsonSerializer.SerializeToNode(EntityKernel<HostPoolState, HostPool>.New(id.ToString()), FleetJson.Options)!;
        json["state"]!["hosts"] = JsonSerializer.SerializeToNode(new HostRoll(0).Next(id, HostType.General, 3), FleetJson.Options);

        var read = new FleetRecordSerializer().Deserialize<StoredRecord<HostPoolState>>(Payload(json)).Record!;

        Assert.Equal(new HostRoll(3), read.State.Hosts);
        Assert.Equal("h-provider-us-east-1a-0003", read.State.Hosts.Of(id).Last().Value);
    }

    [Fact]
    public void Line_WithAMemberThatThisVersionDoesNotKnow_IsRead()
    {
        var happened = JsonSerializer.Deserialize<FleetEvent>(
            """{"what":"session-opened","session":"s-1","ofTomorrow":{"a":1}}""", FleetJson.Options);

        Assert.Equal(new SessionOpened(new("s-1")), happened);
    }

    private static BinaryData Payload(JsonNode json)
    {
        var text = Encoding.UTF8.GetBytes(json.ToJsonString());
        var bytes = new byte[RecordHeader.Length + text.Length + 2];
        new RecordHeader((Instant?)null, text.Length).Write(bytes);
        text.CopyTo(bytes, RecordHeader.Length);
        "[]"u8.CopyTo(bytes.AsSpan(RecordHeader.Length + text.Length));
        return new(bytes);
    }
}
