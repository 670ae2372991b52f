using System.Globalization;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Silo.Tests.Support;

/// <summary>A hundred callers at once.</summary>
internal static class Hundred
{
    public const int Callers = 100;

    /// <summary>The answers, by the caller's number.</summary>
    public static Task<Reply[]> AtOnce(Func<int, Task<Reply>> call) =>
        Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => call(i))));

    /// <summary>
    /// So many are accepted and the others refused by the limit. One whose id was made long before it was sent, as on a busy machine, may have
    /// expired meanwhile: so many newer ones were done before it came (CARD-05).
    /// </summary>
    public static void AreAcceptedUpTo(int limit, IReadOnlyList<Reply> replies)
    {
        var expired = replies.Count(reply => reply is Refused { Code: RefusalCode.OperationExpired });
        var refused = replies.Count(reply => reply is Refused { Code: RefusalCode.LimitExceeded });
        var accepted = replies.Count(reply => reply is Accepted);
        Assert.Equal(replies.Count, accepted + refused + expired);
        Assert.InRange(accepted, limit - expired, limit);
        Assert.InRange(expired, 0, Callers / 10);
    }

    /// <summary>A name of each caller's own.</summary>
    public static string NameOf(int caller) => string.Create(CultureInfo.InvariantCulture, $"user-{caller}");
}
