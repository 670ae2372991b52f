using DeskFleet.Contracts;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeskFleet.Examples;

public static class BackendExample
{
    public static async Task Run(int gatewayPort, TextWriter output)
    {
        // Join the silo on this machine.
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddDeskFleetClient(client => client.GatewayPort = gatewayPort);
        using var app = builder.Build();
        await app.StartAsync();
        var fleet = app.Services.GetRequiredService<FleetClient>();

        // The administrator's part: a quota, a directory in two zones, and hosts.
        var account = new AccountId("acme", "us-east-1");
        var provider = account with { Account = AccountId.Provider };
        var (zoneA, zoneB) = (new ZoneId("us-east-1a"), new ZoneId("us-east-1b"));
        var directory = new DirectoryId("d-acme");
        await fleet.SetLimits(fleet.NewId(), account, new(WorkSpaces: 100, GraphicsMonthlyEnabled: false));
        await fleet.RegisterDirectory(fleet.NewId(), directory, new(account, zoneA, zoneB, IsDedicated: false));
        foreach (var zone in new[] { zoneA, zoneB })
            await fleet.AllocateHosts(fleet.NewId(), new HostPoolId(provider, zone), new("first hosts", HostType.General, Count: 1));

        // Launch a desktop for ann. Keep the operation id: asked again under it, the fleet answers the same and launches nothing twice.
        var ann = UserName.Of("Ann");
        var launch = new LaunchWorkSpace(fleet.NewId(), directory, ann, BundleId.Named("Standard"), RunningMode.AutoStop);
        if (await fleet.Launch(launch) is not Launched launched)
            throw new InvalidOperationException("The launch was refused.");
        await output.WriteLineAsync($"launched in {launched.Zone}");

        // Provisioning goes on after the answer.
        var desktop = await fleet.WaitFor(launched.WorkSpace, Lifecycle.Available, TimeSpan.FromMinutes(30));
        await output.WriteLineAsync($"{desktop.State.ToWire()} on {desktop.Host}");

        // Ann connects. Were the desktop stopped, the reply would be Resuming and the session would open by itself.
        var reply = await fleet.Connect(launched.WorkSpace, new Connect(fleet.NewId(), ann, new SessionId("session-1")));
        await output.WriteLineAsync(reply is Connected connected ? $"connected: {connected.Session}" : $"not connected: {reply}");

        // Describe reads one desktop straight from its grain.
        desktop = await fleet.Describe(launched.WorkSpace);
        await output.WriteLineAsync($"{desktop!.User} of {desktop.Directory}: {desktop.Bundle}, {desktop.RunningMode}, session {desktop.Session}");

        // Stop it; whoever is connected is disconnected.
        await fleet.Stop(launched.WorkSpace, new StopWorkSpace(fleet.NewId()));
        desktop = await fleet.WaitFor(launched.WorkSpace, Lifecycle.Stopped, TimeSpan.FromMinutes(5));
        await output.WriteLineAsync($"{desktop.State.ToWire()}, {desktop.MeteredHours} hour metered");

        // What cannot be is refused by name. An exception or a time-out would mean: unknown, repeat under the same operation id.
        if (await fleet.Launch(launch with { OperationId = fleet.NewId() }) is Refused refused)
            await output.WriteLineAsync($"refused: {refused.Code}");

        await app.StopAsync();
    }
}
