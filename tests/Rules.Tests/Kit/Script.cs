using System.Globalization;
using DeskFleet.Core.Applications;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Rules.Tests.Kit;

/// <summary>
/// Reads the worked bills. A desktop: <c>Standard AutoStop 120, own, plus</c>. Its story in 2017, in UTC: <c>04-04 09:00 connect; 04-04 09:20
/// disconnect</c>. Verbs: connect, disconnect, stop, terminate, AlwaysOn, AutoStop, run N (N hours of use, then stopped by hand),
/// maintain N (N minutes of maintenance), assign, subscribe, open and remove an application (its own, or one of the marketplace), send N and
/// stream N (gigabytes to the Internet and to the client).
/// </summary>
internal static class Script
{
    /// <summary>"Older": existed before the months that are billed.</summary>
    public const string Older = "02-01 00:00";

    private static readonly InstantPattern Pattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    public static Instant At(string text) => Pattern.Parse("2017-" + text).Value;

    public static BillingMonth Month(int month) => new(2017, month);

    public static Bundle Hardware(string name) => Bundle.Defaults.Single(bundle => bundle.Name == name);

    public static OneDesktop Play(string desktop, string launched, string story, string user = "ann")
    {
        var played = Launch(desktop, launched, user);
        foreach (var step in story.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            Do(played, At(step[..11]), step[12..].Split(' '));
        return played;
    }

    /// <summary>The bill of one desktop for a month, made again from its log.</summary>
    public static Statement Bill(this OneDesktop desktop, int month, BillingOptions? options = null, PriceBook? prices = null) =>
        new Biller(prices ?? DefaultPrices.Book, options ?? BillingOptions.Default).Bill(Month(month), [desktop.UsageAt(Month(month).End)], Month(month).End);

    private static OneDesktop Launch(string desktop, string launched, string user)
    {
        var (bundle, mode, period) = Parse(desktop);
        return OneDesktop.Launch(At(launched), bundle, mode, period, user);
    }

    /// <summary>Reads <c>Standard AutoStop 120, own, plus</c>.</summary>
    public static (Bundle Bundle, RunningMode Mode, Duration? Period) Parse(string desktop)
    {
        var words = desktop.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        var bundle = Hardware(words[0]) with { BringsOwnLicence = words.Contains("own"), HasPlus = words.Contains("plus") };
        var period = words.FirstOrDefault(word => char.IsDigit(word[0]));
        var minutes = period is null ? (Duration?)null : Duration.FromMinutes(Number(period));
        return (bundle, Enum.Parse<RunningMode>(words[1]), minutes);
    }

    private static void Do(OneDesktop desktop, Instant at, string[] verb)
    {
        switch (verb[0])
        {
            case "connect": desktop.Connect(at); break;
            case "disconnect": desktop.Disconnect(at); break;
            case "stop": desktop.Stop(at); break;
            case "terminate": desktop.Terminate(at); break;
            case "AlwaysOn" or "AutoStop": desktop.Switch(at, Enum.Parse<RunningMode>(verb[0])); break;
            case "run": Use(desktop, at, at + Duration.FromHours(Number(verb[1]))); break;
            case "maintain": Maintain(desktop, at, at + Duration.FromMinutes(Number(verb[1]))); break;
            default: desktop.Send(CommandOf(at, verb), at); break;
        }
    }

    /// <summary>The verbs about applications and data, which are one command each.</summary>
    public static Command CommandOf(Instant at, string[] verb)
    {
        var id = OperationId.At(at, string.Join('-', verb));
        return verb[0] switch
        {
            "assign" => new AssignApplication(id, new(verb[1]), ApplicationSource.Package),
            "subscribe" => new AssignApplication(id, new(verb[1]), ApplicationSource.Marketplace),
            "open" => new LaunchApplication(id, new(verb[1])),
            "remove" => new RemoveApplication(id, new(verb[1])),
            "send" => new MeterTraffic(id, Number(verb[1]) * TrafficDay.Gigabyte, 0),
            "stream" => new MeterTraffic(id, 0, Number(verb[1]) * TrafficDay.Gigabyte),
            _ => throw new ArgumentException($"No such verb: {verb[0]}"),
        };
    }

    private static void Use(OneDesktop desktop, Instant from, Instant to)
    {
        desktop.Connect(from);
        desktop.Disconnect(to);
        if (desktop.State.Mode == RunningMode.AutoStop)
            desktop.Stop(to);
    }

    private static void Maintain(OneDesktop desktop, Instant from, Instant to)
    {
        desktop.Pass(from);
        var woken = desktop.State.Lifecycle == Lifecycle.Stopped;
        var deadline = desktop.State.AutoStopAt;
        if (woken)
            desktop.Move(Trigger.StartAccepted, from, takesSlot: true);
        desktop.Move(Trigger.MaintenanceBegan, from);
        var stopsAt = AfterMaintenance.StopsAt(RunningMode.AutoStop, to, deadline, AutoStop.DefaultPeriod, PostMaintenanceStop.Immediate);
        Assert.Equal(to, stopsAt);
        desktop.Move(Trigger.MaintenanceDoneStop, to);
        desktop.Move(Trigger.StopDone, to);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
