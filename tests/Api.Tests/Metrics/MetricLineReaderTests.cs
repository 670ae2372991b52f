using System.Text.Json;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Metrics;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Api.Metrics;
using NodaTime;

namespace DeskFleet.Api.Tests.Metrics;

/// <summary>The quick reader says what the whole event says.</summary>
public sealed class MetricLineReaderTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 2, 9, 0);

    public static TheoryData<FleetEvent> Events() =>
    [
        new StateChanged(Trigger.Provisioned, Lifecycle.Pending, Lifecycle.Available, "made"),
        new StateChanged(Trigger.LaunchAccepted, Lifecycle.None, Lifecycle.Pending, "\"quoted\" {")
        {
            EffectiveAt = At - Duration.FromMilliseconds(1500),
        },
        new StateChanged(Trigger.Started, Lifecycle.Starting, Lifecycle.Available, "started") { Opened = new SessionId("s-1"), Waited = Duration.FromSeconds(74) },
        new StateChanged(Trigger.AdminMaintenanceBegan, Lifecycle.Available, Lifecycle.AdminMaintenance, "asked"),
        new SessionOpened(new("s-1")),
        new SessionClosed(new("s-1"), "left"),
        new SessionAbandoned(new("s-1"), null, Duration.Zero),
        new SessionAbandoned(new("s-1"), RefusalCode.InsufficientCapacity, Duration.FromMinutes(5)),
        new EpochAdopted(7),
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void Read_AStoredEvent_IsWhatTheEventSays(FleetEvent happened) =>
        Assert.Equal(MetricFact.Of(happened, At), MetricLineReader.Read(JsonSerializer.Serialize(happened, FleetJson.Options), At));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"what\":\"state-changed\",\"from\":\"NOWHERE\"}")]
    [InlineData("{\"what\":\"state-changed\",\"from\":7}")]
    [InlineData("{\"what\":\"state-changed\"")]
    public void Read_WhatIsNoEvent_IsNothing(string json) => Assert.Empty(MetricLineReader.Read(json, At));
}
