using System.Text.Json;
using DeskFleet.Api.Tests.Fuzzing;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Api.Tests.Wire;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Regions;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Tests.Support;
using NodaTime;

namespace DeskFleet.Api.Tests.Access;

/// <summary>Whatever is called, and whatever becomes of it, is recorded once (AUD-01).</summary>
public sealed class AuditTests
{
    private const int Seed = 20260302;
    private const string Standard = "wsb-standard";

    [Fact]
    [Trait("RulePart", "AUD-01")]
    public async Task Call_OfEveryOperation_IsRecordedOnceWithWhatBecameOfIt()
    {
        var audit = Path.GetTempFileName();
        using var silo = await ApiSilo.Start("--audit-file", audit);
        var maker = new RequestMaker(Seed, new Dictionary<string, string[]>());
        var (expected, outcomes) = (new List<string>(), new HashSet<bool>());

        foreach (var operation in ShapeTests.Operations().OrderBy(operation => operation.Wire.Name, StringComparer.Ordinal))
        {
            var request = ServedMembers.Only(operation.Service, operation.Wire.Name, maker.Valid(operation.Wire.Input!));
            var answer = await silo.Call(operation.Service, operation.Wire.Name, request);
            if (operation.Changes)
                expected.Add($"local 000000000000/us-east-1 {operation.Service.Name}:{operation.Wire.Name} asked");
            expected.Add($"local 000000000000/us-east-1 {operation.Service.Name}:{operation.Wire.Name} {answer.Error ?? "accepted"}");
            outcomes.Add(answer.Error is null);
        }

        await silo.Stop();
        var lines = await File.ReadAllLinesAsync(audit);
        Assert.Equal(expected, lines.Select(Summary));
        Assert.Equal(2, outcomes.Count);
        Assert.DoesNotContain(lines, line => line.Contains("Secret-123456", StringComparison.Ordinal));
        Assert.All(lines.Select(line => JsonDocument.Parse(line).RootElement), line =>
        {
            Assert.True(line.GetProperty("at").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
            Assert.NotEmpty(line.GetProperty("resources").EnumerateArray());
            // What is asked stands once: where it is asked of a change, with the outcome of everything else.
            var isOutcomeOfAChange = lines.Any(other => other.Contains(line.GetProperty("requestId").GetString()!, StringComparison.Ordinal) && other.Contains("\"asked\"", StringComparison.Ordinal))
                && line.GetProperty("outcome").GetString() != "asked";
            Assert.Equal(!isOutcomeOfAChange, line.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object);
            Assert.Equal("127.0.0.1", line.GetProperty("source").GetString());
        });
        File.Delete(audit);
    }

    [Fact]
    [Trait("Rule", "AUD-01")]
    public async Task Trail_OfCallersTimersAndMaintenance_SaysWhoDidWhatToWhatAndHowItEnded()
    {
        var audit = Path.GetTempFileName();
        using var silo = await ApiSilo.Start("--audit-file", audit);
        var directory = await silo.NewDirectory();
        var desktop = (await silo.Launch(directory, Standard, "AUTO_STOP", "ann"))[0];
        await silo.Becomes(desktop, "AVAILABLE");
        await silo.WorkSpaces("StartWorkspaces", new { StartWorkspaceRequests = new[] { new { WorkspaceId = desktop } } });
        await silo.Advance(TimeSpan.FromHours(1));
        await silo.Becomes(desktop, "STOPPED");
        await silo.Advance(TimeSpan.FromHours(12));
        await Eventually.True(() => Of(audit, desktop).Count(line => line.Contains("system:Backup", StringComparison.Ordinal)) == 1, "the backup is recorded");
        await (await silo.Backend()).Send(Entity.Of(new WorkSpaceId(desktop)), new AnnounceUpdate("2026-03", SystemClock.Instance.GetCurrentInstant()));
        await silo.Advance(UntilTheWindow(SystemClock.Instance.GetCurrentInstant() + Duration.FromHours(13)));
        // A turn lasts for minutes: a clock that leaps further misses it.
        for (var minutes = 0; minutes < 4 * 60 && !Of(audit, desktop).Any(line => line.Contains("InstallUpdate", StringComparison.Ordinal)); minutes += 2)
        {
            await silo.Advance(TimeSpan.FromMinutes(2));
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        await Eventually.True(() => Task.FromResult(Of(audit, desktop).Any(line => line.Contains("Describe", StringComparison.Ordinal))), "reads are recorded");
        var told = Of(audit, desktop);
        Assert.Contains("local workspaces:StartWorkspaces asked, 0 failed", told);
        Assert.Contains("local workspaces:DescribeWorkspaces accepted, 0 failed", told);
        Assert.Single(told, line => line.Contains("AutoStop", StringComparison.Ordinal));
        // Where the Sunday falls in the cycle of backups is chance: only the first one counts. Neither does a window that is under way when the update comes.
        Assert.Equal(
            [
                "local workspaces:StartWorkspaces accepted, 1 failed",
                "system system:AutoStop accepted, 0 failed",
                "system system:Backup accepted, 0 failed",
                "system system:BeginMaintenance accepted, 0 failed",
                "system system:InstallUpdate accepted, 0 failed",
            ], told.Where(line => !line.Contains("Describe", StringComparison.Ordinal) && !line.Contains(" asked", StringComparison.Ordinal) && !line.Contains("OperatingSystemUpdate", StringComparison.Ordinal) && !line.Contains("CarryOverUpdate", StringComparison.Ordinal)).Distinct());
        File.Delete(audit);
    }

    /// <summary>To the next Sunday, 00:00, in the zone of the region.</summary>
    private static TimeSpan UntilTheWindow(Instant now)
    {
        var zone = DateTimeZoneProviders.Tzdb[Region.Defaults.Single(region => region.Id == "us-east-1").TimeZone];
        return (zone.AtStartOfDay(now.InZone(zone).Date.Next(IsoDayOfWeek.Sunday)).ToInstant() - now).ToTimeSpan();
    }

    /// <summary>What is recorded of one WorkSpace: caller, action, outcome.</summary>
    private static List<string> Of(string audit, string desktop)
    {
        using var file = new StreamReader(new FileStream(audit, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(record => record.GetProperty("resources").EnumerateArray().Any(resource => resource.GetString()!.EndsWith(desktop, StringComparison.Ordinal)))
            .Select(record => $"{record.GetProperty("caller")} {record.GetProperty("action")} {record.GetProperty("outcome")}, {record.GetProperty("failed").GetArrayLength()} failed")];
    }

    private static string Summary(string line)
    {
        var call = JsonDocument.Parse(line).RootElement;
        return $"{call.GetProperty("caller")} {call.GetProperty("account")} {call.GetProperty("action")} {call.GetProperty("outcome")}";
    }
}
