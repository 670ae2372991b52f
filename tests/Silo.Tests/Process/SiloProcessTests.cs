using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Examples;
using DeskFleet.Grains.Billing;
using DeskFleet.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;

namespace DeskFleet.Silo.Tests.Process;

public sealed class SiloProcessTests
{
    private readonly (int Http, int Silo, int Gateway) _ports = (SiloProcess.FreePort(), SiloProcess.FreePort(), SiloProcess.FreePort());

    private string Url => $"http://127.0.0.1:{_ports.Http}";

    [Fact]
    public async Task Example_AgainstARealSilo_TellsTheWholeStory()
    {
        using var silo = Start("--driver-time-scale", "600");
        await silo.Says("DeskFleet listens");
        using var output = new StringWriter();

        await BackendExample.Run(_ports.Gateway, output);

        // Both zones are empty, so the first host to report has the more free capacity, and either may be first.
        var story = output.ToString().Replace("us-east-1b", "us-east-1a", StringComparison.Ordinal);
        Assert.Equal(
            """
            launched in us-east-1a
            AVAILABLE on h-provider-us-east-1a-0001
            connected: session-1
            Ann of d-acme: Standard, AutoStop, session session-1
            STOPPED, 1 hour metered
            refused: ResourceExistsWorkSpace

            """,
            story);
        Assert.Contains(silo.Output, line => line.Contains("\"what\":\"session-opened\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_WithoutSetUp_IsReadyAndStopsOnSigTerm()
    {
        using var silo = Start("--log-format", "json");
        using var http = new HttpClient();

        await Eventually.Is((HttpStatusCode.OK, "ready"), () => Get(http, "/health/ready"), "/health/ready");
        Assert.Equal((HttpStatusCode.OK, "alive"), await Get(http, "/health/live"));
        await silo.Says($"HTTP {Url}, gateway port {_ports.Gateway}, silo port {_ports.Silo}");

        Assert.Equal(0, await silo.Terminate());
        await silo.Says("DeskFleet has stopped");
        Assert.All(silo.Output, line => JsonDocument.Parse(line).Dispose());
        Assert.DoesNotContain(silo.Output, line => line.Contains("   at Orleans.", StringComparison.Ordinal));
        Assert.Empty(silo.Errors);
    }

    /// <summary>At a different moment of the start each time: it is finished, and then the silo drains.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(400)]
    public async Task Start_SigTermInTheMiddle_EndsAsOneThatDrained(int milliseconds)
    {
        using var silo = Start();
        using var http = new HttpClient();
        await Eventually.Is((HttpStatusCode.OK, "alive"), () => Get(http, "/health/live"), "/health/live");
        await Task.Delay(milliseconds, TestContext.Current.CancellationToken);

        Assert.Equal(0, await silo.Terminate());

        await silo.Says("DeskFleet has stopped");
        Assert.DoesNotContain(silo.Output, line => line.Contains("   at ", StringComparison.Ordinal));
        Assert.Empty(silo.Errors);
    }

    [Theory]
    [InlineData("--urls")]
    [InlineData("--silo-port")]
    [InlineData("--gateway-port")]
    public async Task Start_PortInUse_EndsWithOneSentence(string option)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var silo = Start(option, option == "--urls" ? $"http://127.0.0.1:{port}" : $"{port}");

        Assert.Equal(1, await silo.Exit());

        Assert.Equal([$"deskfleet-silo: Port {port} is in use by another program; stop that one or give another port with {option}."], silo.Errors);
        Assert.Empty(silo.Output);
    }

    [Theory]
    [InlineData("--driver-time-scale", "0", "--driver-time-scale: DriverTimeScale of 0 is not possible; give more than 0 and at most 100000.")]
    [InlineData("--silo-port", "many", "--silo-port: 'many' is not possible; give a value such as 11111.")]
    [InlineData("--gateway-port", "70000", "--gateway-port: 70000 is no port; give 1 to 65535.")]
    [InlineData("--urls", "here", "--urls: 'here' is no address; give one such as http://127.0.0.1:8080.")]
    [InlineData("--log-format", "xml", "--log-format: 'xml' is not possible; give a value such as Text.")]
    [InlineData("--price-file", "no-such.json", "--price-file: there is no file no-such.json; name one, or leave the option out.")]
    public async Task Start_WrongOption_EndsWithOneSentence(string option, string value, string sentence)
    {
        using var silo = Start(option, value);

        Assert.Equal(2, await silo.Exit());

        Assert.Equal([$"deskfleet-silo: {sentence}"], silo.Errors);
        Assert.Empty(silo.Output);
    }

    /// <summary>Prices are configuration of the silo: the grains bill with those of the file (BIL-22).</summary>
    [Fact]
    public async Task Start_PriceFile_GrainsBillWithIt()
    {
        var path = Path.GetTempFileName();
        var list = DefaultPrices.Book.Lists[0] with { PackageGigabyteMonth = new(7.00m) };
        PriceFile.Write(path, new(new([list]), BillingOptions.Default));
        using var silo = Start("--price-file", path);
        await silo.Says("DeskFleet listens");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddDeskFleetClient(client => client.GatewayPort = _ports.Gateway);
        using var backend = builder.Build();
        await backend.StartAsync(TestContext.Current.CancellationToken);
        var (fleet, account) = (backend.Services.GetRequiredService<FleetClient>(), new AccountId("acme", "us-east-1"));

        await fleet.Send(Entity.Of(account), new MeterPackages(1_000_000));

        await Eventually.Is(new Money(7.00m), PriceOf, "the price of packages"); // a second of storage is charged first
        File.Delete(path);

        async Task<Money> PriceOf() =>
            await fleet.Statement(account, BillingMonth.Of(SystemClock.Instance.GetCurrentInstant())) is StatementRead { Statement.Lines: [{ UnitPrice: { } price }] } ? price : default;
    }

    private async Task<(HttpStatusCode, string)> Get(HttpClient http, string path)
    {
        try
        {
            using var answer = await http.GetAsync($"{Url}{path}");
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException e)
        {
            return (HttpStatusCode.ServiceUnavailable, e.Message);
        }
    }

    /// <summary>With ports of its own, unless the arguments say others.</summary>
    private SiloProcess Start(params string[] arguments)
    {
        var own = new Dictionary<string, string>
        {
            ["--urls"] = Url,
            ["--silo-port"] = $"{_ports.Silo}",
            ["--gateway-port"] = $"{_ports.Gateway}",
        };
        foreach (var pair in arguments.Chunk(2))
            own[pair[0]] = pair[1];
        return new([.. own.SelectMany(pair => new[] { pair.Key, pair.Value })]);
    }
}
