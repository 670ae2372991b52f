using DeskFleet.Contracts;
using Microsoft.Extensions.Hosting;

namespace DeskFleet.Silo.Tests.Process;

public sealed class FleetClientTests
{
    [Fact]
    public async Task Start_NoSilo_FailsWithinTheJoinTimeAndSaysWhere()
    {
        var port = SiloProcess.FreePort();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddDeskFleetClient(client => (client.GatewayPort, client.JoinTime) = (port, TimeSpan.FromSeconds(1)));
        using var app = builder.Build();

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => app.StartAsync());

        Assert.Equal($"No silo answers at 127.0.0.1:{port}; start one, or give the port it says when it starts.", failure.Message);
    }

    [Theory]
    [InlineData("silo-1:30000")]
    [InlineData("10.0.0.5")]
    [InlineData("")]
    public void AddDeskFleetClient_NoGateway_IsRefused(string gateway)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);

        var refused = Assert.Throws<ArgumentException>(() => builder.AddDeskFleetClient(client => client.Gateways.Add(gateway)));

        Assert.Contains("such as 10.0.0.5:30000", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(65536, 30)]
    [InlineData(30000, 0)]
    public void AddDeskFleetClient_ImpossibleSetting_IsRefused(int port, int joinSeconds)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);

        Assert.Throws<ArgumentException>(
            () => builder.AddDeskFleetClient(client => (client.GatewayPort, client.JoinTime) = (port, TimeSpan.FromSeconds(joinSeconds))));
    }
}
