using System.Text;
using System.Text.Json;
using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Identity;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Api.Directories;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.WorkSpaces;
using NodaTime;

namespace DeskFleet.Api.Tests.Listing;

/// <summary>A WorkSpace written once is what it would be if it were written for each reply.</summary>
public sealed class FragmentTests
{
    private static readonly Instant Launched = Instant.FromUtc(2026, 1, 5, 9, 0);
    private static readonly Instant MonthEnd = Instant.FromUtc(2026, 2, 1, 0, 0);

    [Theory]
    [InlineData(Lifecycle.Available, null)]
    [InlineData(Lifecycle.Stopped, "subnet-1")]
    [InlineData(Lifecycle.Error, "subnet-\"<é>")]
    public void Json_OfAWorkSpace_IsTheTextThatTheWireHas(Lifecycle lifecycle, string? subnet)
    {
        var desktop = WorkSpaceDescription.Of(State with { Lifecycle = lifecycle, Reason = "a \"reason\" <with> é and \u2028" }, Launched)!;

        Assert.Equal(Written(desktop, subnet), Text(new WorkSpaceFragment(desktop).Json(Subnets(subnet))));
    }

    [Fact]
    public void Json_SubnetOfTheDirectoryChanged_ShowsTheNewOne()
    {
        var desktop = WorkSpaceDescription.Of(State, Launched)!;
        var fragment = new WorkSpaceFragment(desktop);

        var known = new[] { "subnet-1", "subnet-2", null }.Select(subnet => (subnet, Subnets(subnet))).ToList();

        Assert.All([.. known, .. known], row => Assert.Equal(Written(desktop, row.subnet), Text(fragment.Json(row.Item2))));
    }

    /// <summary>Or each reply would be written anew, by a way that gives the same text.</summary>
    [Fact]
    public void Json_AskedAgain_IsTheSameMemory()
    {
        var (fragment, subnets) = (new WorkSpaceFragment(WorkSpaceDescription.Of(State, Launched)!), Subnets("subnet-1")!);
        Assert.False(fragment.IsWrittenWith(subnets));

        var first = fragment.Json(subnets);

        Assert.True(fragment.IsWrittenWith(subnets));
        Assert.False(fragment.IsWrittenWith(Subnets("subnet-1")!));
        Assert.Equal(first, fragment.Json(subnets));
    }

    /// <summary>What time alone changes, such as the plan when its month ends, must not be on the wire: a fragment would show it as it was.</summary>
    [Fact]
    public void Wire_OneStateBeforeAndAfterAMonthEnds_IsTheSame()
    {
        var state = State with
        {
            Usage = Usage.None with { Plan = new(PricePlan.Monthly, Launched, new(PricePlan.Hourly, MonthEnd)) },
        };
        var (before, after) = (WorkSpaceDescription.Of(state, Launched)!, WorkSpaceDescription.Of(state, MonthEnd + Duration.FromDays(40))!);

        Assert.NotEqual(before.BillingPlan, after.BillingPlan);
        Assert.Equal(Written(before, null), Written(after, null));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, null)]
    [InlineData(3, "a-token_1")]
    public void Reply_OfSomeWorkSpaces_IsTheOutputOfTheModel(int count, string? next)
    {
        var desktop = WorkSpaceDescription.Of(State, Launched)!;
        var reply = DescribeReply.Of([.. Enumerable.Repeat(new WorkSpaceFragment(desktop).Json(Subnets("subnet-1")), count)], next);
        var output = new System.Buffers.ArrayBufferWriter<byte>();

        reply.WriteTo(output);

        var shown = Enumerable.Repeat(WorkSpaceWire.Of(desktop, "subnet-1"), count);
        Assert.Equal(JsonSerializer.Serialize(new { Workspaces = shown, NextToken = next }, WireJson.Options), Text(output.WrittenMemory));
        Assert.Equal(output.WrittenCount, reply.Length);
    }

    internal static WorkSpaceState State { get; } = WorkSpaceState.Unlaunched(new("ws-123456789")) with
    {
        Lifecycle = Lifecycle.Available,
        Mode = RunningMode.AutoStop,
        Identity = new(
            OperationId.At(Launched, "launch"),
            new("d-1234567890"),
            UserName.Of("ann"),
            new("111122223333", "us-east-1"),
            new("111122223333", "us-east-1"),
            new("us-east-1a"),
            new("Standard", new(2, 4096, 0), 80, 50)),
    };

    private static DirectorySubnets? Subnets(string? first) => first is null ? null : new(new("us-east-1a"), [first, "subnet-b"]);

    private static string Written(WorkSpaceDescription desktop, string? subnet) => JsonSerializer.Serialize(WorkSpaceWire.Of(desktop, subnet), WireJson.Options);

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
