using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Benchmarks.Api;

/// <summary>A fleet behind an endpoint: made, grown, and the calls that ask for parts of it.</summary>
internal sealed partial class Fleet(string url)
{
    /// <summary>What one call may launch or describe.</summary>
    public const int Batch = 25;

    private const string SiloBundle = "wsb-standard";
    private const string MotoBundle = "wsb-bh8rsxt14";

    /// <summary>So that each call asks for others than the one before, all over the fleet.</summary>
    private const int Stride = 7919;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly List<string> _ids = [];
    private string _directory = "";
    private string _bundle = SiloBundle;
    private int _turn;

    public Client Client { get; } = new(url);

    /// <summary>A quota, and a directory to launch in.</summary>
    public async Task Prepare()
    {
        // A silo takes a quota by its control call; moto has none and answers 404.
        using var limits = await Client.Http.PostAsJsonAsync($"{url}/control/limits", new { workSpaces = 1_000_000, account = Servers.Account });
        var (vpc, subnets) = limits.IsSuccessStatusCode ? ("vpc-12345678", ["subnet-aaaaaaaa", "subnet-bbbbbbbb"]) : await Network();
        var directory = await Client.Json(new(WireService.DirectoryService, "CreateDirectory", new
        {
            Name = "corp.example.com",
            Password = "Secret-123456",
            Size = "Small",
            VpcSettings = new { VpcId = vpc, SubnetIds = subnets },
        }));
        _directory = directory.GetProperty("DirectoryId").GetString()!;
        await Client.Json(new(WireService.WorkSpaces, "RegisterWorkspaceDirectory", new { DirectoryId = _directory, EnableWorkDocs = false }));
        if (!limits.IsSuccessStatusCode)
            _bundle = MotoBundle;
    }

    /// <summary>The launches that are missing to this size, 25 each.</summary>
    public IReadOnlyList<Call> Launches(int size) =>
        [.. Enumerable.Range(_ids.Count / Batch, Math.Max(0, (size - _ids.Count) / Batch)).Select(number => Launch(number * Batch))];

    public void Launched(JsonElement answer)
    {
        var pending = answer.GetProperty("PendingRequests").EnumerateArray().Select(item => item.GetProperty("WorkspaceId").GetString()!).ToList();
        if (pending.Count != Batch)
            throw new InvalidOperationException($"{pending.Count} of {Batch} were launched: {answer.GetProperty("FailedRequests")}");
        lock (_ids)
            _ids.AddRange(pending);
    }

    public Call DescribeIds()
    {
        var from = Next(_ids.Count - Batch + 1);
        return new(WireService.WorkSpaces, "DescribeWorkspaces", new { WorkspaceIds = _ids.GetRange(from, Batch) });
    }

    public Call DescribeUser() => new(WireService.WorkSpaces, "DescribeWorkspaces", new { DirectoryId = _directory, UserName = $"user-{Next(_ids.Count)}" });

    /// <summary>Every page; how many WorkSpaces they show, and how many of them are still being made.</summary>
    public async Task<(int Shown, int Pending)> ListAll()
    {
        var (shown, pending) = (0, 0);
        for (string? token = null; ;)
        {
            var page = await Client.Json(new(WireService.WorkSpaces, "DescribeWorkspaces", token is null ? new { } : (object)new { NextToken = token }));
            foreach (var desktop in page.GetProperty("Workspaces").EnumerateArray())
                (shown, pending) = (shown + 1, pending + (desktop.GetProperty("State").GetString() == "PENDING" ? 1 : 0));
            if (!page.TryGetProperty("NextToken", out var next) || next.ValueKind == JsonValueKind.Null)
                return (shown, pending);
            token = next.GetString();
        }
    }

    /// <summary>Waits until everything that was launched is listed and none is being made any more.</summary>
    public async Task Rest()
    {
        for (var until = DateTime.UtcNow + Patience; await ListAll() is var (shown, pending) && (shown < _ids.Count || pending > 0); await Task.Delay(Pause))
        {
            if (DateTime.UtcNow > until)
                throw new TimeoutException($"Of {_ids.Count} WorkSpaces {shown} are listed and {pending} still PENDING.");
        }
    }

    private Call Launch(int first) => new(WireService.WorkSpaces, "CreateWorkspaces", new
    {
        Workspaces = Enumerable.Range(first, Batch).Select(user => new
        {
            DirectoryId = _directory,
            UserName = $"user-{user}",
            BundleId = _bundle,
            WorkspaceProperties = new { RunningMode = "AUTO_STOP", RunningModeAutoStopTimeoutInMinutes = 60 },
        }),
    });

    private int Next(int below) => (int)((uint)Interlocked.Add(ref _turn, Stride) % (uint)below);

    /// <summary>moto wants a network that exists: the default one of its region.</summary>
    private async Task<(string Vpc, string[] Subnets)> Network()
    {
        using var query = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent([new("Action", "DescribeSubnets"), new("Version", "2016-11-15")]),
        };
        query.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=x");
        using var answer = await Client.Http.SendAsync(query);
        var text = await answer.Content.ReadAsStringAsync();
        return (VpcId().Match(text).Value, [.. SubnetId().Matches(text).Select(match => match.Value).Distinct().Take(2)]);
    }

    [GeneratedRegex("vpc-[0-9a-f]+")]
    private static partial Regex VpcId();

    [GeneratedRegex("subnet-[0-9a-f]+")]
    private static partial Regex SubnetId();
}
