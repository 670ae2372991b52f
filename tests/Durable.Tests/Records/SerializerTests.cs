using DeskFleet.Core.Accounts;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Storage;
using NodaTime;

namespace DeskFleet.Durable.Tests.Records;

public sealed class SerializerTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 2, 12, 0);

    private readonly FleetRecordSerializer _serializer = new();

    public static TheoryData<long, long> EarlierAndLater => new()
    {
        { 0, 1 },
        { -1, 0 },
        { -2, -1 },
        { 255, 256 },
        { Instant.MinValue.ToUnixTimeTicks(), -1 },
        { 1, Instant.MaxValue.ToUnixTimeTicks() },
    };

    [Theory, MemberData(nameof(EarlierAndLater))]
    public void WakeBytes_OfAnEarlierInstant_SortFirst(long earlier, long later)
    {
        var (a, b) = (RecordHeader.WakeBytes(Instant.FromUnixTimeTicks(earlier)), RecordHeader.WakeBytes(Instant.FromUnixTimeTicks(later)));

        Assert.True(a.AsSpan().SequenceCompareTo(b) < 0);
        Assert.True(b.AsSpan().SequenceCompareTo(RecordHeader.WakeBytes(null)) < 0);
        Assert.Equal(Instant.FromUnixTimeTicks(earlier), RecordHeader.ReadWake(a));
    }

    [Fact]
    public void Record_WrittenAndRead_IsTheSame()
    {
        var record = Record(deadline: Noon);

        var bytes = _serializer.Serialize(new StoredRecord<AccountState> { Record = record, Lines = [Line(7)] });

        Assert.Equal(record.Deadline, _serializer.Deserialize<StoredRecord<AccountState>>(bytes).Record!.Deadline);
        Assert.Equal(Noon, RecordHeader.Read(bytes).WakeAt);
    }

    [Fact]
    public void Record_WithDeadlineAndRetry_WakesAtTheEarlier()
    {
        var record = Record(deadline: Noon) with { RetryAt = Noon - Duration.FromTicks(1) };

        Assert.Equal(record.RetryAt, RecordHeader.Read(_serializer.Serialize(new StoredRecord<AccountState> { Record = record })).WakeAt);
    }

    [Fact]
    public void Record_OfANewerFormat_IsRefusedBySentence()
    {
        var bytes = _serializer.Serialize(new StoredRecord<AccountState> { Record = Record(null) }).ToArray();
        bytes[RecordHeader.WakeLength]++;

        var refused = Assert.Throws<InvalidDataException>(() => _serializer.Deserialize<StoredRecord<AccountState>>(new(bytes)));

        Assert.Contains("start the newer version", refused.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(3), InlineData(16), InlineData(40)]
    public void Record_CutOff_IsRefusedBySentence(int length)
    {
        var bytes = _serializer.Serialize(new StoredRecord<AccountState> { Record = Record(null) }).ToArray();

        var refused = Assert.Throws<InvalidDataException>(() => _serializer.Deserialize<StoredRecord<AccountState>>(new(bytes[..length])));

        Assert.Contains("restore it from a backup", refused.Message, StringComparison.Ordinal);
    }

    private static EntityRecord<AccountState> Record(Instant? deadline) =>
        EntityKernel<AccountState, Account>.New("acme/us-east-1") with { Deadline = deadline };

    private static LoggedEvent Line(long sequence) => new(
        Noon, new(EntityKind.Account, "acme/us-east-1"), sequence, new OperationRefused("test", RefusalCode.InvalidState, "a \"quoted\" text, a \0 and Zürich"));
}
