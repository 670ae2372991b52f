using System.Text;

namespace DeskFleet.Silo.Logging;

/// <summary>What goes into a line of a text log: names come from callers, and one with a control character could write lines of its own or colour a terminal.</summary>
internal static class LogText
{
    /// <summary>Control characters, and what turns the direction of writing, as \uXXXX; a backslash stays as it is.</summary>
    public static string Escaped(string text)
    {
        if (!text.Any(IsUnsafe))
            return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
            _ = IsUnsafe(c) ? safe.Append("\\u").Append(((int)c).ToString("x4", null)) : safe.Append(c);
        return safe.ToString();
    }

    /// <summary>
    /// An exception for a log. A silo that is gone, which is news of every kill and of no fault here, is told by its sentences; any other with where it was thrown.
    /// </summary>
    public static string Of(Exception exception) => IsOfAnotherSilo(exception)
        ? string.Join(" <- ", Chain(exception).Select(one => $"{one.GetType().Name}: {OfMessage(one.Message)}").Distinct())
        : exception.ToString();

    /// <summary>The same for a sentence: the runtime writes such exceptions out within its own.</summary>
    public static string OfMessage(string message)
    {
        if (!message.Contains('\n', StringComparison.Ordinal) || !OfAnotherSilo.Any(name => message.Contains(name, StringComparison.Ordinal)))
            return message;
        var told = message.Split('\n').Where(line => !IsFrame(line)).Select(line => line.TrimEnd());
        return string.Join('\n', told);
    }

    private static readonly string[] OfAnotherSilo =
    [
        nameof(SiloUnavailableException), nameof(OrleansMessageRejectionException), nameof(ClientNotAvailableException), "ConnectionFailedException", "SocketException",
        "SocketConnectionException", "ConnectionAbortedException", "ConnectionResetException", nameof(OrleansLifecycleCanceledException),
    ];

    private const string Probing = "Orleans.Runtime.MembershipService.SiloHealthMonitor";

    private static bool IsFrame(string line) =>
        line.AsSpan().TrimStart() is var text && (text.StartsWith("at ", StringComparison.Ordinal) || text.StartsWith("--- End of", StringComparison.Ordinal));

    private static bool IsOfAnotherSilo(Exception exception) => Chain(exception).Any(one => OfAnotherSilo.Contains(one.GetType().Name) || IsProbe(one));

    /// <summary>A probe without an answer: a timeout or a cancellation that only its place tells from others.</summary>
    private static bool IsProbe(Exception one) =>
        one is OperationCanceledException or TimeoutException && one.StackTrace?.Contains(Probing, StringComparison.Ordinal) == true;

    private static IEnumerable<Exception> Chain(Exception exception) =>
        (exception is AggregateException many ? many.InnerExceptions : exception.InnerException is { } inner ? [inner] : Enumerable.Empty<Exception>())
            .SelectMany(Chain).Prepend(exception);

    private static bool IsUnsafe(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
