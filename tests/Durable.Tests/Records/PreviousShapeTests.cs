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

    /// <summary>An upgrade: a silo of this version writes a record in which a newer one has members of its own, and the newer one reads it again.</summary>
    [Fact]
    public void Record_WithMembersOfANewerVersion_KeepsThemWhenItIsWrittenAgain()
    {
        var json = JsonSerializer.SerializeToNode(EntityKernel<WorkSpaceState, WorkSpace>.New("ws-000000001"), FleetJson.Options)!;
        json["ofTomorrow"] = JsonNode.Parse("""{"a":[1,2]}""");
        json["state"]!["ofTomorrow"] = "grüße";
        var serializer = new FleetRecordSerializer();
        var stored = serializer.Deserialize<StoredRecord<WorkSpaceState>>(Payload(json));

        stored.Record = stored.Record! with { Sequence = 8, State = stored.Record.State with { Epoch = 4 } };
        var bytes = serializer.Serialize(stored).ToMemory();

        var header = RecordHeader.Read(bytes.Span);
        var written = JsonNode.Parse(bytes.Span.Slice(RecordHeader.Length, header.RecordLength))!;
        Assert.Equal("""{"a":[1,2]}""", written["ofTomorrow"]!.ToJsonString());
        Assert.Equal("grüße", written["state"]!["ofTomorrow"]!.GetValue<string>());
        Assert.Equal((8, 4), (written["sequence"]!.GetValue<int>(), written["state"]!["epoch"]!.GetValue<int>()));
    }

    /// <summary>What this version writes it knows: otherwise a member that is taken away later would stay for ever.</summary>
    [Fact]
    public void Record_OfThisVersion_HasNoUnknownMembers()
    {
        var record = EntityKernel<WorkSpaceState, WorkSpace>.New("ws-000000001");

        Assert.Null(UnknownMembers.In(JsonSerializer.SerializeToUtf8Bytes(record, FleetJson.Options), record.GetType()));
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
