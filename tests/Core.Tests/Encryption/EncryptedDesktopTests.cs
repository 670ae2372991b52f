using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.Encryption;

/// <summary>What an encrypted desktop can and can not do, with a key that can be used and one that can not.</summary>
public sealed class EncryptedDesktopTests
{
    private static readonly Refused Disabled = new(RefusalCode.KmsKeyInvalid, "disabled");

    public static TheoryData<Lifecycle, string> WhatNeedsTheKey { get; } = new()
    {
        { Lifecycle.Available, "Reboot" },
        { Lifecycle.Available, "Rebuild" },
        { Lifecycle.Unhealthy, "Reboot" },
        { Lifecycle.Error, "Rebuild" },
        { Lifecycle.Stopped, "Start" },
        { Lifecycle.Stopped, "Connect" },
        { Lifecycle.Stopped, "Rebuild" },
        { Lifecycle.Stopped, "Modify" },
    };

    [Theory]
    [MemberData(nameof(WhatNeedsTheKey))]
    [Trait("Rule", "ENC-13")]
    [Trait("Rule", "ENC-15")]
    [Trait("Rule", "ENC-11")]
    public void RestartOrRebuild_KeyDisabled_IsRefusedAndSucceedsOnceItIsEnabled(Lifecycle state, string operation)
    {
        var desk = Encrypted(state);
        var (before, encryption) = (desk.Record, desk.State.Identity!.Encryption);
        desk.Neighbours.When<KeyCall>(_ => Disabled);

        Assert.Equal(RefusalCode.KmsKeyInvalid, Assert.IsType<Refused>(desk.Send(Command(desk, operation))).Code);
        Assert.Same(before, desk.Record);
        Assert.Empty(desk.Last.Effects);
        Assert.Empty(desk.Last.GiveBacks);

        desk.Neighbours.When<KeyCall>(_ => Accepted.Instance);
        Assert.IsNotType<Refused>(desk.Send(Command(desk, operation)));
        Assert.NotEqual(state, desk.State.Lifecycle);
        desk.DriverReports();
        Assert.Equal((Lifecycle.Available, encryption), (desk.State.Lifecycle, desk.State.Identity.Encryption));
    }

    [Theory]
    [MemberData(nameof(WhatNeedsTheKey))]
    [Trait("Rule", "ENC-21")]
    public void RestartOrRebuild_CallsTheKeyService_AtMostFiveTimes(Lifecycle state, string operation)
    {
        var desk = Encrypted(state);
        desk.Neighbours.Asked.Clear();

        desk.Send(Command(desk, operation));
        desk.DriverReports();

        Assert.InRange(desk.Neighbours.Asked.Count(question => question.Command is KeyCall), 1, KeyCalls.Most);
    }

    [Fact]
    [Trait("Rule", "ENC-12")]
    public void Running_KeyDisabled_SignInAndStopDoNotAskForIt()
    {
        var desk = Encrypted(Lifecycle.Available);
        desk.Neighbours.When<KeyCall>(_ => Disabled);

        Assert.IsType<Connected>(desk.Send(desk.Connect()));
        Assert.IsType<Accepted>(desk.Send(desk.Disconnect()));
        Assert.IsType<Accepted>(desk.Send(new StopWorkSpace(desk.NewId())));
        desk.DriverReports();

        Assert.Equal(Lifecycle.Stopped, desk.State.Lifecycle);
    }

    /// <summary>Nobody asked for this restart, so there is nobody to refuse.</summary>
    [Fact]
    [Trait("Rule", "ENC-13")]
    public void HostLost_KeyDisabled_EndsInErrorAndRebuildBringsItBack()
    {
        var desk = Encrypted(Lifecycle.Available, RunningMode.AlwaysOn);
        desk.LoseHost();
        desk.Neighbours.When<KeyCall>(_ => Disabled);

        desk.Send(new Recover());

        Assert.Equal((Lifecycle.Error, RefusalCode.KmsKeyInvalid), (desk.State.Lifecycle, desk.State.Code));
        desk.Neighbours.When<KeyCall>(_ => Accepted.Instance);
        Assert.IsType<Accepted>(desk.Send(new RebuildWorkSpace(desk.NewId())));
        desk.DriverReports();
        Assert.Equal((Lifecycle.Available, null), (desk.State.Lifecycle, desk.State.Code));
    }

    [Fact]
    [Trait("Rule", "ENC-13")]
    public void WaitForRoom_KeyDisabledMeanwhile_EndsWhenAHostIsOffered()
    {
        var desk = Encrypted(Lifecycle.Stopped);
        desk.Neighbours.WithFullPoolUntil(desk.Now + Duration.FromMinutes(5));
        Assert.IsType<Resuming>(desk.Send(desk.Connect()));
        desk.Neighbours.When<KeyCall>(_ => Disabled);

        Assert.IsType<OfferDeclined>(desk.Send(new CapacityOffered(Names.HostOne)));

        Assert.Equal((Lifecycle.Stopped, null, null), (desk.State.Lifecycle, desk.State.Wait, desk.State.Awaited));
        Assert.Contains(desk.Last.Logged, line => line.Event is SessionAbandoned { Code: RefusalCode.KmsKeyInvalid });
    }

    [Fact]
    public void WaitForRoom_KeyUsable_StartsWhenAHostIsOffered()
    {
        var desk = Encrypted(Lifecycle.Stopped);
        desk.Neighbours.WithFullPoolUntil(desk.Now + Duration.FromMinutes(5));
        desk.Send(desk.Connect());

        Assert.IsType<Accepted>(desk.Send(new CapacityOffered(Names.HostOne)));

        Assert.Equal(Lifecycle.Starting, desk.State.Lifecycle);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [Trait("Rule", "ENC-10")]
    [Trait("Rule", "ENC-11")]
    public void Modify_AnotherChoiceOfEncryption_IsRefusedForEver(bool root, bool user)
    {
        var desk = Encrypted(Lifecycle.Available, encryption: new(false, true, Names.Key));
        var before = desk.Record;

        var refused = desk.Send(new ModifyWorkSpace(desk.NewId(), null, null) { Encryption = new(root, user, root || user ? Names.Key : null) });

        Assert.Equal(RefusalCode.OperationNotSupported, Assert.IsType<Refused>(refused).Code);
        Assert.Same(before, desk.Record);
        Assert.IsType<Accepted>(desk.Send(new ModifyWorkSpace(desk.NewId(), null, null) { Encryption = new(false, true, Names.Key) }));
    }

    [Fact]
    [Trait("Rule", "ENC-10")]
    public void Modify_EncryptionOfAPlainDesktop_IsRefused()
    {
        var desk = Desk.In(Lifecycle.Available);

        var refused = desk.Send(new ModifyWorkSpace(desk.NewId(), null, null) { Encryption = new(true, false, Names.Key) });

        Assert.Equal(RefusalCode.OperationNotSupported, Assert.IsType<Refused>(refused).Code);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [Trait("Rule", "ENC-16")]
    public void CreateImage_OfAnEncryptedDesktop_IsRefused(bool root, bool user)
    {
        var desk = Encrypted(Lifecycle.Available, encryption: new(root, user, Names.Key));

        var refused = desk.Send(new Core.Catalog.CaptureImage(desk.NewId(), "golden"));

        Assert.Equal(RefusalCode.OperationNotSupported, Assert.IsType<Refused>(refused).Code);
        Assert.DoesNotContain(desk.Neighbours.Asked, question => question.Command is Core.Catalog.BeginImage);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [Trait("Rule", "ENC-14")]
    [Trait("Rule", "BAK-02")]
    public void Backup_OfTheUserVolume_HasItsKey(bool root, bool user)
    {
        var desk = Encrypted(Lifecycle.Available, encryption: new(root, user, Names.Key));

        desk.At(desk.State.Backups!.NextAt!.Value).Send(new Wake());

        Assert.Equal(user ? Names.Key : null, desk.State.Backups.Newest!.Key);
        Assert.Equal(desk.State.Volumes!.User, desk.State.Backups.Newest.Content);
    }

    [Fact]
    [Trait("Rule", "ENC-13")]
    public void Restore_KeyDisabled_IsRefusedAndSucceedsOnceItIsEnabled()
    {
        var desk = Encrypted(Lifecycle.Available, RunningMode.AlwaysOn);
        desk.At(desk.State.Backups!.NextAt!.Value).Send(new Wake());
        desk.Neighbours.When<KeyCall>(_ => Disabled);

        Assert.Equal(RefusalCode.KmsKeyInvalid, Assert.IsType<Refused>(desk.Send(new RestoreWorkSpace(desk.NewId()))).Code);
        desk.Neighbours.When<KeyCall>(_ => Accepted.Instance);
        Assert.IsType<Accepted>(desk.Send(new RestoreWorkSpace(desk.NewId())));

        Assert.Equal(Lifecycle.Restoring, desk.State.Lifecycle);
    }

    private static Desk Encrypted(Lifecycle state, RunningMode mode = RunningMode.AutoStop, EncryptionRequest? encryption = null) =>
        Desk.In(state, mode, encryption: encryption ?? new(true, true, Names.Key));

    private static Operation Command(Desk desk, string operation) => operation switch
    {
        "Reboot" => new RebootWorkSpace(desk.NewId()),
        "Rebuild" => new RebuildWorkSpace(desk.NewId()),
        "Start" => new StartWorkSpace(desk.NewId()),
        "Connect" => desk.Connect(),
        _ => new ModifyWorkSpace(desk.NewId(), RunningMode.AlwaysOn, null),
    };
}
