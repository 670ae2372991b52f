using DeskFleet.Simulator.Tests.Traces;
using DeskFleet.Simulator.Traces;

namespace DeskFleet.Simulator.Tests.Docs;

/// <summary>The lines of logs that the README shows are lines of logs.</summary>
public sealed class ReadmeLogTests
{
    private static readonly Dictionary<string, string> Heads = new(StringComparer.Ordinal)
    {
        ["sessions"] = "user,start,end\n",
        ["logon-logoff"] = "id,date,user,pc,activity\n",
        ["windows"] = "\"TimeCreated\",\"EventID\",\"TargetUserName\",\"TargetDomainName\",\"LogonType\",\"TargetLogonId\",\"Computer\"\n",
        ["last"] = "",
        ["states"] = "",
        ["citrix"] = "{ \"value\": [ ",
        ["horizon"] = "Time;EventType;Severity;UserDisplayName;Machine;Text\n",
        ["cloudwatch"] = "WorkspaceId,Timestamp,Value\n",
        ["wvd"] = "TenantId,\"TimeGenerated [UTC]\",State,UserName,CorrelationId\n",
        ["swf"] = "; UnixStartTime: 1772438400\n",
    };

    [Fact]
    public void Readme_EveryFormat_IsShownWithALineThatIsRead()
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "simulator", "README.md"))
            .SkipWhile(line => !line.StartsWith("| `--trace-format`", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|', ' ').Split(" | ")).ToDictionary(cells => cells[0].Trim('`'), cells => cells[2].Split('`')[1]);

        Assert.Equal(TraceFormats.Names.Select(known => known.Name).Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        foreach (var (format, head) in Heads)
        {
            var reading = TraceText.Read(head + rows[format] + (format == "citrix" ? " ] }" : "\n"));

            // An event alone has one end only, and is understood all the same.
            Assert.True(
                reading.Sessions.Length == 1 || reading.Faults is [{ Kind: "without the other end" }],
                $"{format}: {string.Join(' ', reading.Faults)}");
        }
    }
}
