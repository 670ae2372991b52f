using System.Text.Json;
using DeskFleet.Api.Tests.Fuzzing;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Api.Tests.Wire;

namespace DeskFleet.Api.Tests.Access;

/// <summary>Whatever is called, and whatever becomes of it, is recorded once (AUD-01).</summary>
public sealed class AuditTests
{
    private const int Seed = 20260302;

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
            var answer = await silo.Call(operation.Service, operation.Wire.Name, maker.Valid(operation.Wire.Input!));
            expected.Add($"local 000000000000/us-east-1 {operation.Service.Name}:{operation.Wire.Name} {answer.Error ?? "accepted"}");
            outcomes.Add(answer.Error is null);
        }

        var lines = await File.ReadAllLinesAsync(audit);
        Assert.Equal(expected, lines.Select(Summary));
        Assert.Equal(2, outcomes.Count);
        Assert.DoesNotContain(lines, line => line.Contains("Secret-123456", StringComparison.Ordinal));
        Assert.All(lines.Select(line => JsonDocument.Parse(line).RootElement), line =>
        {
            Assert.True(line.GetProperty("at").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
            Assert.NotEmpty(line.GetProperty("resources").EnumerateArray());
            Assert.Equal(JsonValueKind.Object, line.GetProperty("parameters").ValueKind);
            Assert.Equal("127.0.0.1", line.GetProperty("source").GetString());
        });
        File.Delete(audit);
    }

    private static string Summary(string line)
    {
        var call = JsonDocument.Parse(line).RootElement;
        return $"{call.GetProperty("caller")} {call.GetProperty("account")} {call.GetProperty("action")} {call.GetProperty("outcome")}";
    }
}
