using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using DeskFleet.Grains.Storage;
using NodaTime;

namespace DeskFleet.Benchmarks.Storage;

/// <summary>A record as large as a desktop's: eight remembered results, and one line for the journal.</summary>
internal static class SampleRecord
{
    private static readonly DirectoryId Directory = new("d-1");
    private static long _sequence;

    public static GrainId IdOf(string user) => GrainId.Create("user", Entity.Of(Directory, UserName.Of(user)).Key);

    /// <param name="deadline">Null: it waits for nothing.</param>
    public static void Fill(StoredRecord<UserState> state, string user, Instant? deadline)
    {
        var entity = Entity.Of(Directory, UserName.Of(user));
        var now = SystemClock.Instance.GetCurrentInstant();
        var sequence = Interlocked.Increment(ref _sequence);
        var results = Enumerable.Range(0, RecentOperations.Kept).Select(i => new OperationResult(new(now.ToUnixTimeMilliseconds(), $"result-{i}"), Accepted.Instance));
        state.Record = EntityKernel<UserState, User>.New(entity.Key) with { Sequence = sequence, Recent = new([.. results], null), Deadline = deadline };
        state.Lines = [new LoggedEvent(now, entity, sequence, new OperationRefused("benchmark", RefusalCode.InvalidState, new string('x', 200)))];
    }
}
