using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace DeskFleet.Contracts;

/// <summary>Makes an application a backend of the fleet.</summary>
public static class FleetClientExtensions
{
    /// <summary>
    /// Joins the silo on this machine, or the cluster whose gateways are given, when the host starts, and registers <see cref="FleetClient"/>. The start waits for the silo up to
    /// <see cref="FleetClientOptions.JoinTime"/> and then fails with a <see cref="TimeoutException"/>.
    /// </summary>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    public static IHostApplicationBuilder AddDeskFleetClient(this IHostApplicationBuilder builder, Action<FleetClientOptions>? configure = null)
    {
        var options = new FleetClientOptions();
        configure?.Invoke(options);
        options.Validate();
        builder.UseOrleansClient(client => client
            .UseFleet(options, [.. options.Gateways.DefaultIfEmpty(new(IPAddress.Loopback, options.GatewayPort))])
            .UseConnectionRetryFilter(new PatientJoin(options, TimeProvider.System)));
        builder.Services.AddSingleton(provider => new FleetRoutes(provider.GetRequiredService<IGrainFactory>(), TimeProvider.System));
        // After the client above has joined: a backend whose fleet is away hears of it from that one.
        builder.Services.AddHostedService(provider => ActivatorUtilities.CreateInstance<GatewayClients>(provider, options));
        builder.Services.AddSingleton(provider => new FleetClient(provider.GetRequiredService<FleetRoutes>(), repeat: options.Repeat));
        return builder;
    }

    /// <summary>What all clients of a backend have in common.</summary>
    internal static IClientBuilder UseFleet(this IClientBuilder client, FleetClientOptions options, IPEndPoint[] gateways) => client
        .UseStaticClustering(gateways)
        .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, FleetClientOptions.ServiceId))
        .Configure<ClientMessagingOptions>(calls => calls.ResponseTimeout = FleetClientOptions.CallTime)
        .Configure<GatewayOptions>(settings => settings.GatewayListRefreshPeriod = FleetClientOptions.GatewayRest)
        .Configure<ClientConnectionOptions>(connections => connections.ConfigureConnection(to => options.Tls?.AsClient(to)));

    /// <summary>A backend is often started beside its silo: keeps trying for a while.</summary>
    private sealed class PatientJoin(FleetClientOptions options, TimeProvider time) : IClientConnectionRetryFilter
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

        private long? _firstFailure;

        public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
        {
            _firstFailure ??= time.GetTimestamp();
            if (time.GetElapsedTime(_firstFailure.Value) + Pause > options.JoinTime)
                throw new TimeoutException($"No silo answers at {options.Where}; start one, or give the port it says when it starts.", exception);
            await Task.Delay(Pause, time, cancellationToken);
            return true;
        }
    }
}
