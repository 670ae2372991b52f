using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using NodaTime;

namespace DeskFleet.Core.Tests.Encryption;

/// <summary>One key: its life, its seats, its calls.</summary>
public sealed class KeyTests
{
    private readonly SingleEntity<KeyState, Key> _key = new(Names.Key.Value);

    public KeyTests() => _key.Send(new CreateKey());

    public static TheoryData<Command, string> WhatMakesItUnusable { get; } = new()
    {
        { new EnableKey(IsEnabled: false), "enable it" },
        { new PermitKey(IsPermitted: false), "permit it" },
        { new ScheduleKeyDeletion(7), "cancel the deletion" },
    };

    [Theory]
    [MemberData(nameof(WhatMakesItUnusable))]
    [Trait("Rule", "ENC-06")]
    public void Call_KeyNotUsable_IsRefusedWithTheCauseAndTheMend(Command cause, string mend)
    {
        Assert.IsType<Accepted>(_key.Send(cause));
        var before = _key.Record;

        var refused = Assert.IsType<Refused>(_key.Send(new KeyCall(KeyVerb.DescribeKey, Names.WorkSpace(1))));

        Assert.Equal(RefusalCode.KmsKeyInvalid, refused.Code);
        Assert.Contains(mend, refused.Message);
        Assert.Same(before, _key.Record);
    }

    [Fact]
    [Trait("Rule", "ENC-06")]
    public void Call_NoSuchKey_IsRefused()
    {
        var none = new SingleEntity<KeyState, Key>(KeyArn.Of(Names.Account, "none").Value);

        Assert.Equal(RefusalCode.KmsKeyInvalid, Assert.IsType<Refused>(none.Send(new KeyCall(KeyVerb.DescribeKey, Names.WorkSpace(1)))).Code);
        Assert.Equal(RefusalCode.ResourceNotFound, Assert.IsType<Refused>(none.Send(new DescribeKey())).Code);
        Assert.Equal(RefusalCode.KmsKeyInvalid, Assert.IsType<Refused>(none.Send(new EnableKey(true))).Code);
    }

    [Fact]
    [Trait("RulePart", "ENC-20")]
    public void Call_Answered_IsCounted()
    {
        for (var i = 0; i < 3; i++)
            Assert.IsType<Accepted>(_key.Send(new KeyCall(KeyVerb.Decrypt, Names.WorkSpace(1))));

        Assert.Equal(3, Describe().Requests);
    }

    [Fact]
    [Trait("Rule", "ENC-05")]
    public void DefaultKey_IsMadeOnceAndCanNotBeManaged()
    {
        var key = new SingleEntity<KeyState, Key>(KeyArn.DefaultOf(Names.Account).Value);
        key.Send(new CreateKey());
        var before = key.Record;

        Assert.IsType<Accepted>(key.Send(new CreateKey()));
        Command[] management =
        [
            new EnableKey(false), new PermitKey(false), new ScheduleKeyDeletion(), new CancelKeyDeletion(), new SetKeyRotation(true), new RotateKey(Names.Operation(1)),
        ];
        foreach (var command in management)
            Assert.Equal(RefusalCode.OperationNotSupported, Assert.IsType<Refused>(key.Send(command)).Code);

        Assert.Same(before, key.Record);
        Assert.True(((KeyDescription)key.Send(new DescribeKey())).IsDefault);
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(7, true)]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void Deletion_WaitingTime_HasBounds(int days, bool isPossible) =>
        Assert.Equal(isPossible ? null : RefusalCode.InvalidParameter, (_key.Send(new ScheduleKeyDeletion(days)) as Refused)?.Code);

    [Fact]
    public void Deletion_Cancelled_LeavesItDisabled()
    {
        _key.Send(new ScheduleKeyDeletion(7));
        Assert.IsType<Refused>(_key.Send(new EnableKey(true)));

        _key.Send(new CancelKeyDeletion());
        Assert.Equal(KeyStatus.Disabled, Describe().Status);
        _key.Send(new EnableKey(true));

        Assert.Equal(KeyStatus.Enabled, Describe().Status);
        Assert.Null(_key.Record.Deadline);
    }

    [Theory]
    [InlineData(-1, KeyStatus.PendingDeletion)]
    [InlineData(0, KeyStatus.Deleted)]
    public void Deletion_WaitingTimeOver_IsForGood(int nanoseconds, KeyStatus expected)
    {
        _key.Send(new ScheduleKeyDeletion(7));

        _key.After(Duration.FromDays(7) + Duration.FromNanoseconds(nanoseconds)).Send(new Wake());

        Assert.Equal(expected, Describe().Status);
        Assert.IsType<Refused>(_key.Send(new EnableKey(true)));
        Assert.Equal(expected == KeyStatus.Deleted, _key.Send(new CreateKey()) is Refused);
    }

    [Fact]
    [Trait("Rule", "ENC-22")]
    public void Rotation_Yearly_HappensByItselfAndTheKeyIsTheSame()
    {
        _key.Send(new SetKeyRotation(IsYearly: true));

        _key.After(Duration.FromDays(365) - Duration.Epsilon).Send(new Wake());
        Assert.Equal(0, Describe().Rotations);
        _key.After(Duration.Epsilon).Send(new Wake());
        Assert.Equal(1, Describe().Rotations);
        _key.After(Duration.FromDays(365)).Send(new Wake());

        Assert.Equal((2, Names.Key, KeyStatus.Enabled), (Describe().Rotations, Describe().Key, Describe().Status));
        Assert.IsType<Accepted>(_key.Send(new KeyCall(KeyVerb.Decrypt, Names.WorkSpace(1))));
    }

    [Fact]
    [Trait("Rule", "ENC-22")]
    public void Rotation_ByHand_HappensOnceAnOperation()
    {
        _key.Send(new RotateKey(Names.Operation(1)));
        _key.Send(new RotateKey(Names.Operation(1)));

        Assert.Equal(1, Describe().Rotations);
    }

    [Fact]
    [Trait("Rule", "ENC-04")]
    [Trait("RulePart", "QTA-04")]
    public void Seats_ThirtyFirst_IsRefusedUntilOneIsBackOrTheLimitIsRaised()
    {
        for (var i = 1; i <= 30; i++)
            Assert.IsType<SeatLeased>(_key.Send(Lease(i)));
        var before = _key.Record;

        var refused = Assert.IsType<Refused>(_key.Send(Lease(31)));
        Assert.Equal(RefusalCode.KeyLimitExceeded, refused.Code);
        Assert.Same(before, _key.Record);
        Assert.IsType<SeatLeased>(_key.Send(Lease(7)));
        Assert.Equal(30, Describe().Seats);

        _key.Send(new ConfirmLease(Names.Operation(1), Key.SeatSlot));
        _key.Send(new ReturnLease(Names.Operation(1), Key.SeatSlot));
        Assert.IsType<SeatLeased>(_key.Send(Lease(31)));
        Assert.IsType<Refused>(_key.Send(Lease(32)));
        _key.Send(new SetSeatLimit(31));
        Assert.IsType<SeatLeased>(_key.Send(Lease(32)));
        Assert.Equal(RefusalCode.InvalidParameter, Assert.IsType<Refused>(_key.Send(new SetSeatLimit(-1))).Code);
    }

    [Fact]
    public void Seat_NeverConfirmed_IsAskedAboutAndFreed()
    {
        _key.Send(Lease(1));

        _key.After(LeaseBook.Term).Send(new Wake());
        var question = Assert.Single(_key.Last.Effects).Effect;
        Assert.Equal((Entity.Of(Names.WorkSpace(1)), new HoldsLease(Names.Operation(1)) { Slot = Key.SeatSlot, GrantedAt = Names.Morning }), (question.Target, (HoldsLease)question.Command));
        _key.Send(new Answered(question.Target, question.Command, new Refused(RefusalCode.StaleEpoch, "not mine"), 1));

        Assert.Equal(0, Describe().Seats);
    }

    [Theory]
    [InlineData("arn:aws:kms:us-east-1:acme:key/ours", true)]
    [InlineData("arn:aws:kms:us-east-1:acme:alias/aws/workspaces", true)]
    [InlineData("arn:aws:kms:us-east-1:acme:", false)]
    [InlineData("arn:aws:kms::acme:key/ours", false)]
    [InlineData("arn:aws:s3:us-east-1:acme:key/ours", false)]
    [InlineData("ours", false)]
    [InlineData(null, false)]
    public void Arn_Text_IsWellFormedOrNot(string? arn, bool isWellFormed) => Assert.Equal(isWellFormed, new KeyArn(arn!).IsWellFormed);

    /// <summary>Every use with every choice of volumes; a launch makes the first two.</summary>
    [Fact]
    [Trait("Rule", "ENC-21")]
    public void Calls_OfAnyOperation_AreAtMostFive()
    {
        VolumeEncryption[] choices = [new(true, false, Names.Key), new(false, true, Names.Key), new(true, true, Names.Key)];

        Assert.All(choices, choice =>
        {
            Assert.InRange(KeyCalls.Of(KeyUse.Launch, choice).Length + KeyCalls.Of(KeyUse.MakeVolumes, choice).Length, 1, KeyCalls.Most);
            Assert.InRange(KeyCalls.Of(KeyUse.Restart, choice).Length, 1, KeyCalls.Most);
            Assert.InRange(KeyCalls.Of(KeyUse.Rebuild, choice).Length, 1, KeyCalls.Most);
        });
    }

    private static LeaseSeat Lease(int number) => new(Names.Operation(number), Names.WorkSpace(number));

    private KeyDescription Describe() => Assert.IsType<KeyDescription>(_key.Send(new DescribeKey()));
}
