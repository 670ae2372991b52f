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

    /// <summary>A name of each caller's own.</summary>
    public static string NameOf(int caller) => string.Create(CultureInfo.InvariantCulture, $"user-{caller}");
}
