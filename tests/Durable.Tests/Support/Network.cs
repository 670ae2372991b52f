using System.Diagnostics;
using System.Net;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>A network of its own for each silo, joined by a bridge to this machine's, whose ways can be cut one by one and in one direction.</summary>
internal sealed class Network : IDisposable
{
    private const string Refusal = "Only root may make networks, with ip of the package iproute2, and not in every container.";

    /// <summary>Of nobody: what is sent to it is lost.</summary>
    private const string Nowhere = "02:00:00:00:de:ad";

    private static readonly string Name = $"df{Environment.ProcessId}";
    private static readonly string Prefix = $"10.{100 + (Environment.ProcessId % 100)}.{(Environment.ProcessId / 100) % 256}";

    private readonly int _places;

    private Network(int places) => _places = places;

    /// <summary>Skips the test where nobody may make networks.</summary>
    public static async Task<Network> Lay(int places)
    {
        var network = new Network(places);
        if (!await Done($"link add {Name} type bridge"))
            Assert.Skip(Refusal);
        // Within a container even root may have bridges and no networks of its own.
        if (!await Done($"netns add {Of(0)}") || !await Done($"-n {Of(0)} link set lo up"))
        {
            network.Dispose();
            Assert.Skip(Refusal);
        }

        await Ip($"addr add {Prefix}.1/24 dev {Name}");
        await Ip($"link set {Name} up");
        for (var place = 0; place < places; place++)
        {
            var there = Of(place);
            if (place > 0)
                await Ip($"netns add {there}");
            await Ip($"link add {there} type veth peer name eth0 netns {there}");
            await Ip($"link set {there} master {Name} up");
            await Ip($"-n {there} addr add {network.Address(place)}/24 dev eth0");
            await Ip($"-n {there} link set eth0 up");
            if (place > 0)
                await Ip($"-n {there} link set lo up");
        }

        return network;
    }

    public IPAddress Address(int place) => IPAddress.Parse($"{Prefix}.{place + 11}");

    /// <summary>What starts a program there.</summary>
    public IReadOnlyList<string> Within(int place) => ["ip", "netns", "exec", Of(place)];

    /// <summary>From now on all that the one sends to the other is lost, without a word.</summary>
    public Task Cut(int from, int to) => Ip($"-n {Of(from)} neigh replace {Address(to)} lladdr {Nowhere} dev eth0 nud permanent");

    public Task Mend(int from, int to) => Ip($"-n {Of(from)} neigh del {Address(to)} dev eth0");

    public void Dispose()
    {
        for (var place = 0; place < _places; place++)
            Start($"netns del {Of(place)}").WaitForExit();
        Start($"link del {Name}").WaitForExit();
    }

    private static string Of(int place) => $"{Name}-{place}";

    private static async Task Ip(string arguments) => Assert.True(await Done(arguments), $"'ip {arguments}' fails.");

    private static async Task<bool> Done(string arguments)
    {
        try
        {
            using var ip = Start(arguments);
            await ip.WaitForExitAsync();
            return ip.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(string arguments) => Process.Start(new ProcessStartInfo("ip", arguments.Split(' ')) { RedirectStandardError = true })!;
}
