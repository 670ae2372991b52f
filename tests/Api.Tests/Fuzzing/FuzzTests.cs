using System.Collections.Concurrent;
using System.Text;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Api.Tests.Fuzzing;

/// <summary>
/// Requests made from the wire model against a running silo: 5,000 in CI, 100,000 with DESKFLEET_FULL=1, as many as DESKFLEET_FUZZ says. A failure
/// names the seed and the request.
/// </summary>
public sealed class FuzzTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    private const int Seed = 20260301;
    private const int AtOnce = 8;
    private const long MaxGrowthMiB = 300;
    private static readonly int Requests = int.TryParse(Environment.GetEnvironmentVariable("DESKFLEET_FUZZ"), out var wanted) ? wanted : FullRun.Is ? 100_000 : 5_000;

    /// <summary>What any operation may answer beside what its model declares. ValidationException only where the model has nothing of the kind.</summary>
    private static readonly string[] Common = ["AccessDeniedException", "ThrottlingException"];
    private static readonly string[] OfValues = ["InvalidParameterValuesException", "InvalidParameterException", "InvalidParameterValueException", "ClientException"];

    private static readonly (WireService Service, WireOperation Operation)[] Served =
    [
        .. from service in WireService.All
           from operation in service.Operations.Values.OrderBy(operation => operation.Name, StringComparer.Ordinal)
           where operation.IsServed && operation.Input is not null
           select (service, operation),
    ];

    private static readonly string[] Methods = ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"];

    private static readonly string[] UnderWay = ["PENDING", "STARTING", "STOPPING", "REBOOTING", "REBUILDING", "RESTORING", "UPDATING", "SUSPENDED", "TERMINATING"];

    /// <summary>The full run sends them to both databases.</summary>
    public static TheoryData<StoreKind> Kinds() => Environment.GetEnvironmentVariable("DESKFLEET_FUZZ_STORE") is { Length: > 0 } store
        ? [Enum.Parse<StoreKind>(store, ignoreCase: true)]
        : FullRun.Is ? StoreOfKind.All : [StoreKind.Memory];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Silo_AnyRequest_IsAnsweredAndWhatIsRefusedChangesNothing(StoreKind kind)
    {
        using var store = new StoreOfKind(kind, postgres);
        using var silo = await ApiSilo.StartIn(
            store.Environment, ["--insecure-local", "--instant", "--control", "--api-rate", "1000000", .. store.Arguments]);
        var known = await Furnish(silo);
        // Lists of a database are a moment behind.
        var before = await AtRest(silo);

        var (invalid, hostile, valid) = (Requests / 2, Requests / 5, Requests * 3 / 10);
        await Send(silo, known, invalid, Invalid);
        var memory = await silo.MemoryMiB();
        await Send(silo, known, hostile, HostileOne);
        Assert.Equal(before, await AtRest(silo));
        await Send(silo, known, valid, Valid);
        await RefusedOneByOne(silo, known, Requests / 50);

        var growth = await silo.MemoryMiB() - memory;
        Assert.True(growth < MaxGrowthMiB, $"The silo grew by {growth} MiB over {hostile + valid} requests.");
    }

    private delegate Task Attack(ApiSilo silo, RequestMaker maker, string told);

    private static async Task Send(ApiSilo silo, IReadOnlyDictionary<string, string[]> known, int requests, Attack attack)
    {
        var faults = new ConcurrentQueue<Exception>();
        await Parallel.ForEachAsync(Enumerable.Range(0, requests), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            try
            {
                await attack(silo, new(Seed + number, known), $"seed {Seed + number}");
            }
            catch (Exception e)
            {
                faults.Enqueue(new InvalidOperationException($"{attack.Method.Name}, seed {Seed + number}: {e.Message}", e));
            }
        });
        Assert.True(faults.IsEmpty, $"{faults.Count} of {requests}, such as {string.Join('\n', faults.Take(20).Select(fault => fault.Message))}");
    }

    /// <summary>One thing is wrong: whatever the operation, it is refused before it begins.</summary>
    private static async Task Invalid(ApiSilo silo, RequestMaker maker, string told)
    {
        var (service, operation) = Served[maker.Random.Next(Served.Length)];
        if (maker.Invalid(operation.Input!) is not { } request)
            return;
        var answer = await silo.Call(service, operation.Name, request);
        Assert.True(
            answer is { Status: 400, Error: "ValidationException" or "SerializationException" }, $"{operation.Name} {request.ToJsonString()} ({told}) was answered {answer}");
    }

    private static async Task HostileOne(ApiSilo silo, RequestMaker maker, string told)
    {
        var (service, operation) = Served[maker.Random.Next(Served.Length)];
        if (maker.Random.Next(10) == 0)
        {
            await WrongMethod(silo, maker, told);
            return;
        }

        var target = maker.Random.Next(4) == 0 ? $"{service.Target}.{Guid.NewGuid():N}" : $"{service.Target}.{operation.Name}";
        var body = Hostile.Body(maker.Random);
        var answer = await silo.Send(target, body);
        Assert.True(answer.Status is 400 or 413, $"{target} with {body.Length} bytes ({told}) was answered {answer}: {Encoding.Latin1.GetString(body)[..Math.Min(100, body.Length)]}");
    }

    private static async Task WrongMethod(ApiSilo silo, RequestMaker maker, string told)
    {
        var (service, operation) = Served[maker.Random.Next(Served.Length)];
        using var request = new HttpRequestMessage(new(Methods[maker.Random.Next(Methods.Length)]), maker.Random.Next(2) == 0 ? "/" : $"/{Guid.NewGuid():N}")
        {
            Content = new ByteArrayContent(Hostile.Body(maker.Random)),
        };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", $"{service.Target}.{operation.Name}");
        var answer = await silo.Send(request);
        Assert.True(answer.Status is 404 or 405, $"{request.Method} {request.RequestUri} ({told}) was answered {answer}");
    }

    /// <summary>
    /// Fits its shape and what its operation wants beyond: answered with its output shape or an exception that it declares, and never with a failure of the
    /// service. Each operation is asked in turn: with what is required, with everything, with something in between.
    /// </summary>
    private static async Task Valid(ApiSilo silo, RequestMaker maker, string told)
    {
        var turn = maker.Seed - Seed;
        var (service, operation) = Served[turn % Served.Length];
        var fullness = (Fullness)(turn / Served.Length % Enum.GetValues<Fullness>().Length);
        var request = Sense.Make(operation.Name, ServedMembers.Only(service, operation.Name, maker.Valid(operation.Input!, fullness)), maker);
        var answer = await silo.Call(service, operation.Name, request);
        var asked = $"{operation.Name} {request.ToJsonString()} ({told}) was answered {answer}";
        Assert.True(answer.Status is 200 or 400, asked);
        Assert.True(answer.Error is null || MayAnswer(operation, answer.Error), $"{asked}, which it does not declare");
        if (answer.Status == 200 && WireReader.Fault(answer.Body, operation.Output) is { } fault)
            Assert.Fail($"{asked}, which does not fit: {fault.Message}");
    }

    private static bool MayAnswer(WireOperation operation, string error) =>
        operation.Errors.Contains(error) || Common.Contains(error) || (error == "ValidationException" && !OfValues.Any(operation.Errors.Contains));

    private static async Task RefusedOneByOne(ApiSilo silo, IReadOnlyDictionary<string, string[]> known, int requests)
    {
        var before = await AtRest(silo);
        for (var number = 0; number < requests; number++)
        {
            var maker = new RequestMaker(Seed - number, known);
            var (service, operation) = Served[maker.Random.Next(Served.Length)];
            var request = Sense.Make(operation.Name, maker.Valid(operation.Input!), maker);
            var answer = await silo.Call(service, operation.Name, request);
            var after = answer.Error is null ? await AtRest(silo) : await Snapshot(silo);
            if (answer.Error is not null)
                Assert.True(before == after, $"{operation.Name} {request.ToJsonString()} was refused with {answer.Body} and changed\n{before}\nto\n{after}");
            before = after;
        }
    }

    /// <summary>Something to talk about: directories, desktops, groups.</summary>
    private static async Task<IReadOnlyDictionary<string, string[]>> Furnish(ApiSilo silo)
    {
        var directory = await silo.NewDirectory();
        var bundles = (await silo.WorkSpaces("DescribeWorkspaceBundles", new { Owner = "AMAZON" })).Accepted().Body.GetProperty("Bundles")
            .EnumerateArray().Select(bundle => bundle.GetProperty("BundleId").GetString()!).ToArray();
        var desktops = await silo.Launch(directory, bundles[0], "AUTO_STOP", [.. Enumerable.Range(0, 30).Select(number => $"user-{number}")]);
        foreach (var desktop in desktops)
            await silo.Becomes(desktop, "AVAILABLE");
        var group = (await silo.WorkSpaces("CreateIpGroup", new { GroupName = "office" })).Accepted().Body.GetProperty("GroupId").GetString()!;
        return new Dictionary<string, string[]>
        {
            ["WorkspaceId"] = desktops,
            ["DirectoryId"] = [directory],
            ["BundleId"] = bundles,
            ["IpGroupId"] = [group],
            ["UserName"] = ["user-1", "user-2", "nobody"],
            ["NonEmptyString"] = [directory, desktops[0]],
        };
    }

    /// <summary>What there is when nothing is under way any more.</summary>
    private static async Task<string> AtRest(ApiSilo silo)
    {
        var (last, now) = ("", "");
        await Eventually.True(
            async () =>
            {
                (last, now) = (now, await Snapshot(silo));
                await Task.Delay(50);
                return last == now && !UnderWay.Any(state => now.Contains($"\"{state}\"", StringComparison.Ordinal));
            },
            "the fleet is at rest");
        return now;
    }

    /// <summary>Everything that the API shows, as text.</summary>
    private static async Task<string> Snapshot(ApiSilo silo)
    {
        var text = new StringBuilder();
        await Append("DescribeWorkspaces", "Workspaces");
        await Append("DescribeWorkspaceDirectories", "Directories");
        await Append("DescribeIpGroups", "Result");
        return text.ToString();

        async Task Append(string operation, string member)
        {
            for (string? token = null; ;)
            {
                var page = (await silo.WorkSpaces(operation, token is null ? new { } : new { NextToken = token })).Accepted().Body;
                foreach (var item in page.GetProperty(member).EnumerateArray())
                    text.AppendLine(item.GetRawText());
                if (!page.TryGetProperty("NextToken", out var next))
                    return;
                token = next.GetString();
            }
        }
    }
}
