using System.Reflection;
using Orleans.Dashboard;

namespace DeskFleet.Silo.Telemetry;

/// <summary>
/// Orleans' own dashboard as a fleet can afford it. It begins when the silo is active: before, it asks for grains that nobody can host yet, and says so in
/// stack traces. And it samples every <see cref="Interval"/>.
/// </summary>
internal sealed class OrleansDashboard : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>
    /// Between two samples of what Orleans counts about itself. It adds up over all activations by a look at each of them: once a second, as the dashboard
    /// has it, that was three quarters of what an idle fleet of 100,000 desktops cost.
    /// </summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>The dashboard has no option for its interval, but a property that is not public.</summary>
    private const string IntervalProperty = "ExportIntervalMilliseconds";

    private readonly IHostedService _host;

    /// <exception cref="MissingMemberException">Another version of the dashboard: see what it has instead.</exception>
    public OrleansDashboard(IHostedService host)
    {
        _host = host;
        var interval = host.GetType().GetProperty(IntervalProperty, BindingFlags.Instance | BindingFlags.NonPublic)
            ?? throw new MissingMemberException(host.GetType().FullName, IntervalProperty);
        interval.SetValue(host, (int)Interval.TotalMilliseconds);
    }

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(OrleansDashboard), ServiceLifecycleStage.Active, Begin, _host.StopAsync);

    /// <summary>Nobody waits for it: one of the grains it asks for may have been on a silo that has just died, and that takes as long as a call may.</summary>
    private Task Begin(CancellationToken cancellation)
    {
        _ = Task.Run(() => _host.StartAsync(CancellationToken.None), cancellation);
        return Task.CompletedTask;
    }
}

/// <summary>Puts <see cref="OrleansDashboard"/> into the silo.</summary>
internal static class OrleansDashboardHosting
{
    public static ISiloBuilder AddOrleansDashboard(this ISiloBuilder silo)
    {
        silo.AddDashboard();
        var host = silo.Services.Single(service =>
            service.ServiceType == typeof(IHostedService) && service.ImplementationFactory?.Method.Module.Assembly == typeof(DashboardOptions).Assembly);
        silo.Services.Remove(host);
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => new OrleansDashboard((IHostedService)host.ImplementationFactory!(services)));
        return silo;
    }
}
