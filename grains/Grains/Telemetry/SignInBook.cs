using System.Collections.Concurrent;
using DeskFleet.Core.Identity;
using DeskFleet.Grains.Ports;

namespace DeskFleet.Grains.Telemetry;

/// <summary>What became of the sign-ins to one WorkSpace in this process.</summary>
/// <param name="Launch">Seconds of the last launch of a session; null: none was measured.</param>
/// <param name="RoundTrip">Seconds of the last round trip; null: none was measured.</param>
public readonly record struct SignInCounts(long Attempts, long Successes, long Failures, long Disconnects, double? Launch, double? RoundTrip);

/// <summary>
/// Sign-ins by WorkSpace (MON-01), for whoever asks for one directory: ids are no attributes of instruments. A WorkSpace is in it from its first sign-in to its
/// termination, with some 100 bytes. Thread-safe.
/// </summary>
public sealed class SignInBook : IStartsAnew
{
    private readonly ConcurrentDictionary<WorkSpaceId, SignInCounts> _figures = new();

    /// <summary>All zero where nobody has signed in.</summary>
    public SignInCounts Of(WorkSpaceId desktop) => _figures.GetValueOrDefault(desktop);

    public void Change(WorkSpaceId desktop, Func<SignInCounts, SignInCounts> change) =>
        _figures.AddOrUpdate(desktop, static (_, how) => how(default), static (_, before, how) => how(before), change);

    public void StartAnew() => _figures.Clear();

    public void Forget(WorkSpaceId desktop) => _figures.TryRemove(desktop, out _);
}
