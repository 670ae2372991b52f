using System.Diagnostics;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>Runs what an operator would run.</summary>
internal static class Shell
{
    public static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {errors}");
    }
}
