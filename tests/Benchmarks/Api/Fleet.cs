using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using DeskFleet.Silo.Api.Signing;
using DeskFleet.Silo.Api.Wire;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace DeskFleet.Benchmarks.Api;

/// <summary>One request of a measurement.</summary>
internal sealed record Call(WireService Service, string Operation, object Request);

/// <summary>A fleet behind an endpoint, driven with signed requests.</summary>
internal sealed partial class Fleet(string url)
{
    private const int Batch = 25;
    private const int AtOnce = 8;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(5) };

    private readonly List<string> _ids = [];
    private string _directory = "";
    private string _bundle = "wsb-standard";
    private int _turn;

    public async Task Prepare()
    {
        // A silo takes a quota by its control call; moto has none and answers 404.
        using var limits = await Http.PostAsJsonAsync($"{url}/control/limits", new { workSpaces = 1_000_000, account = "111122223333" });
        var network = limits.IsSuccessStatusCode ? ("vpc-12345678", new[] { "subnet-aaaaaaaa", "subnet-bbbbbbbb" }) : await Network();
        var directory = await Json(new(WireService.DirectoryService, "CreateDirectory", new
        {
            Name = "corp.example.com",
            Password = "Secret-123456",
            Size = "Small",
            VpcSettings = new { VpcId = network.Item1, SubnetIds = network.Item2 },
        }));
        _directory = directory.GetProperty("DirectoryId").GetString()!;
        await Json(new(WireService.WorkSpaces, "RegisterWorkspaceDirectory", new { DirectoryId = _directory, EnableWorkDocs = false }));
        if (!limits.IsSuccessStatusCode)
            _bundle = "wsb-bh8rsxt14";
    }

    /// <summary>Launches until the fleet has this size; calls of 25 a second.</summary>
    public async Task<double> GrowTo(int size)
    {
        var watch = Stopwatch.StartNew();
        var calls = Enumerable.Range(_ids.Count / Batch, Math.Max(0, (size - _ids.Count) / Batch)).ToList();
        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (call, _) =>
        {
            var created = await Json(new(WireService.WorkSpaces, "CreateWorkspaces", new
            {
                Workspaces = Enumerable.Range(call * Batch, Batch).Select(user => new
                {
                    DirectoryId = _directory,
                    UserName = $"user-{user}",
                    BundleId = _bundle,
                    WorkspaceProperties = new { RunningMode = "AUTO_STOP", RunningModeAutoStopTimeoutInMinutes = 60 },
                }),
            }));
            lock (_ids)
                _ids.AddRange(created.GetProperty("PendingRequests").EnumerateArray().Select(item => item.GetProperty("WorkspaceId").GetString()!));
        });
        return calls.Count / watch.Elapsed.TotalSeconds;
    }

    public Call DescribeIds()
    {
        var from = Next(Math.Max(1, _ids.Count - Batch));
        return new(WireService.WorkSpaces, "DescribeWorkspaces", new { WorkspaceIds = _ids.Skip(from).Take(Batch).ToList() });
    }

    public Call DescribeUser() => new(WireService.WorkSpaces, "DescribeWorkspaces", new { DirectoryId = _directory, UserName = $"user-{Next(Math.Max(1, _ids.Count))}" });

    /// <summary>Calls a second, several at a time.</summary>
    public async Task<double> Rate(Func<Call> next)
    {
        await Send(next());
        var (watch, calls) = (Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (watch.Elapsed < Length)
            {
                await Send(next());
                Interlocked.Increment(ref calls);
            }
        }));
        return calls / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Seconds for every page of the whole fleet.</summary>
    public async Task<double> ListAll()
    {
        var watch = Stopwatch.StartNew();
        for (string? token = null; ;)
        {
            var page = await Json(new(WireService.WorkSpaces, "DescribeWorkspaces", token is null ? new { } : (object)new { NextToken = token }));
            if (!page.TryGetProperty("NextToken", out var next) || next.ValueKind == JsonValueKind.Null)
                return watch.Elapsed.TotalSeconds;
            token = next.GetString();
        }
    }

    public Task<byte[]> Answer(Call call) => Send(call);

    private int Next(int below) => (int)((uint)Interlocked.Add(ref _turn, 7919) % (uint)below);

    private async Task<JsonElement> Json(Call call) => JsonDocument.Parse(await Send(call)).RootElement;

    private async Task<byte[]> Send(Call call)
    {
        using var request = Signed(call);
        using var answer = await Http.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode ? body : throw new InvalidOperationException($"{call.Operation}: {System.Text.Encoding.UTF8.GetString(body)}");
    }

    private HttpRequestMessage Signed(Call call)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(call.Request);
        var (now, target) = (DateTimeOffset.UtcNow, $"{call.Service.Target}.{call.Operation}");
        var time = now.ToString("yyyyMMdd'T'HHmmss'Z'", null);
        var http = new DefaultHttpContext().Request;
        (http.Method, http.Path, http.Host) = ("POST", "/", new(new Uri(url).Authority));
        (http.Headers["X-Amz-Date"], http.Headers["X-Amz-Target"]) = (time, target);
        var signed = new SignedRequest(
            Servers.AccessKey, time[..8], "us-east-1", call.Service.Name, ["host", "x-amz-date", "x-amz-target"], "", time, Instant.FromDateTimeOffset(now));
        var signature = SignatureV4.Of(SignatureV4.SigningKey(Servers.Secret, signed.Date, signed.Region, signed.Service), signed, http, body);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/x-amz-json-1.1");
        request.Headers.TryAddWithoutValidation("X-Amz-Date", time);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={Servers.AccessKey}/{signed.Date}/us-east-1/{signed.Service}/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature={signature}");
        return request;
    }

    /// <summary>moto wants a network that exists: the default one of its region.</summary>
    private async Task<(string Vpc, string[] Subnets)> Network()
    {
        using var query = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent([new("Action", "DescribeSubnets"), new("Version", "2016-11-15")]),
        };
        query.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=x");
        using var answer = await Http.SendAsync(query);
        var text = await answer.Content.ReadAsStringAsync();
        return (VpcId().Match(text).Value, [.. SubnetId().Matches(text).Select(match => match.Value).Distinct().Take(2)]);
    }

    [GeneratedRegex("vpc-[0-9a-f]+")]
    private static partial Regex VpcId();

    [GeneratedRegex("subnet-[0-9a-f]+")]
    private static partial Regex SubnetId();
}
