using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Principal;
using System.Text;
using DeskFleet.Silo.Http.Callers;

namespace DeskFleet.Silo.Operator;

/// <summary>What became of looking at a password.</summary>
internal enum PasswordVerdict
{
    /// <summary>None was given, or there is none to give.</summary>
    Missing,

    Wrong,

    Right,

    /// <summary>It was not looked at: too many wrong ones came before it.</summary>
    TooMany,
}

/// <summary>
/// The operator's password, for who is not on this machine. Who guesses is slowed: so many wrong ones at once from one address, then one in ten seconds,
/// and one a second from all addresses together. Who was right once from an address is held up by none of the others. Thread-safe.
/// </summary>
internal sealed partial class OperatorPassword(TimeProvider time, ILogger<OperatorPassword> logger)
{
    /// <summary>Holds the password; without one nobody else is let in.</summary>
    public const string Variable = "DESKFLEET_OPERATOR_PASSWORD";

    public const int GuessesAtOnce = 5;
    public const int GuessesOfAllAtOnce = 30;
    public static readonly TimeSpan GuessPeriod = TimeSpan.FromSeconds(10);

    private const int MaxTrusted = 1000;
    private const int MaxName = 64;
    private const int All = 0;
    private static readonly TimeSpan PeriodOfAll = TimeSpan.FromSeconds(1);

    private readonly byte[]? _hash = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } password ? Hash(Encoding.UTF8.GetBytes(password)) : null;
    private readonly Lock _gate = new();
    private readonly Allowances<IPAddress> _guesses = new(GuessesAtOnce, GuessPeriod, time);
    private readonly Allowances<int> _guessesOfAll = new(GuessesOfAllAtOnce, PeriodOfAll, time);
    private readonly HashSet<IPAddress> _trusted = [];
    private long _notLookedAt;

    /// <param name="wait">How long to wait after too many.</param>
    public PasswordVerdict Check(HttpContext http, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (_hash is null || Given(http.Request.Headers.Authorization) is not { } given)
            return PasswordVerdict.Missing;
        var address = ClientAddress.Of(http);
        lock (_gate)
        {
            var isTrusted = _trusted.Contains(address);
            if (_guesses.Wait(address) is var own && own > TimeSpan.Zero)
                wait = own;
            else if (!isTrusted)
                wait = _guessesOfAll.Wait(All);
            if (wait > TimeSpan.Zero)
            {
                _notLookedAt++;
                return PasswordVerdict.TooMany;
            }

            if (CryptographicOperations.FixedTimeEquals(Hash(given), _hash))
            {
                http.User = new GenericPrincipal(new GenericIdentity(NameGiven(http) ?? ""), []);
                Trust(address);
                return PasswordVerdict.Right;
            }

            _guesses.Take(address);
            if (!isTrusted)
                _guessesOfAll.Take(All);
            LogWrong(logger, http.Connection.RemoteIpAddress, http.Request.Path, _notLookedAt);
            _notLookedAt = 0;
            return PasswordVerdict.Wrong;
        }
    }

    /// <summary>The name that somebody gave with a password, right or wrong, cut where it is long; null: none.</summary>
    public static string? NameGiven(HttpContext http) => Given(http.Request.Headers.Authorization, ofName: true) is { Length: > 0 } name
        ? Encoding.UTF8.GetString(name.AsSpan(0, Math.Min(name.Length, MaxName)))
        : null;

    private void Trust(IPAddress address)
    {
        if (_trusted.Count >= MaxTrusted)
            _trusted.Clear();
        _trusted.Add(address);
    }

    /// <summary>Null: none of Basic authentication.</summary>
    private static byte[]? Given(string? authorization, bool ofName = false)
    {
        if (!AuthenticationHeaderValue.TryParse(authorization, out var header) || header is not { Scheme: "Basic", Parameter: { } parameter })
            return null;
        var text = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, text, out var length))
            return null;
        var colon = text.AsSpan(0, length).IndexOf((byte)':');
        if (colon < 0)
            return null;
        return ofName ? text[..colon] : text[(colon + 1)..length];
    }

    private static byte[] Hash(ReadOnlySpan<byte> password) => SHA256.HashData(password);

    [LoggerMessage(LogLevel.Warning, "A wrong operator's password came from {Address} for {Path}; {NotLookedAt} more came too fast since the last one and were not looked at")]
    private static partial void LogWrong(ILogger logger, IPAddress? address, string path, long notLookedAt);
}
