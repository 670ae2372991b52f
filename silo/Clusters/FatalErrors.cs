using DeskFleet.Silo.Cli;

namespace DeskFleet.Silo.Clusters;

/// <summary>
/// Ends the process when the runtime cannot go on, mostly since the others have declared this silo dead: in one sentence and with exit code 1,
/// where the runtime's own way is two stack traces and a core dump, as if the silo had crashed. It ends at once: whatever it would still do, the
/// others do already.
/// </summary>
public sealed class FatalErrors : IFatalErrorHandler
{
    private const string Dead = "I have been told I am dead";
    private const int MaxShown = 300;

    /// <summary>What ends the process; all that a thread could not handle.</summary>
    public bool IsUnexpected(Exception exception) => exception is not ThreadAbortException;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        Console.Error.WriteLine($"deskfleet-silo: {Sentence(sender, context, exception)}");
        Environment.Exit(ExitCodes.CannotStart);
    }

    /// <summary>What is said of it.</summary>
    public static string Sentence(object? sender, string? context, Exception? exception)
    {
        if (context?.Contains(Dead, StringComparison.Ordinal) == true)
        {
            return "the others declared this silo dead, since it stood still or could not be reached: it stops at once and they go on; "
                + "start it again.";
        }

        var parts = new[] { context, exception?.GetType().Name, exception?.Message }.Where(part => !string.IsNullOrEmpty(part));
        var obstacle = string.Join(": ", parts).ReplaceLineEndings(" ");
        var shown = obstacle.Length > MaxShown ? obstacle[..MaxShown] : obstacle;
        return $"stops at once, for {sender ?? "the runtime"} cannot go on: {shown}";
    }
}
