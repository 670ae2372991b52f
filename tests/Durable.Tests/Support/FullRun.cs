namespace DeskFleet.Durable.Tests.Support;

/// <summary>Whether the long tests run too: <c>tests/run.sh --full</c>.</summary>
internal static class FullRun
{
    public static bool Is { get; } = Environment.GetEnvironmentVariable("DESKFLEET_FULL") == "1";
}
