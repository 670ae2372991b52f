using System.Diagnostics;
using DeskFleet.Silo.Tests.Process;

namespace DeskFleet.Observability.Tests.Support;

/// <summary>Debian's Alertmanager on a folder and port of its own; it tells a webhook at once.</summary>
internal sealed class Alertmanager : IDisposable
{
    private readonly Process _process;

    private Alertmanager(Process process, string target) => (_process, Target) = (process, target);

    public string Target { get; }

    public static async Task<Alertmanager> Start(string folder, Webhook webhook)
    {
        var target = $"127.0.0.1:{SiloProcess.FreePort()}";
        var config = Path.Combine(folder, "alertmanager.yml");
        await File.WriteAllTextAsync(config, $$"""
            route: { receiver: hook, group_wait: 0s, group_interval: 1s, repeat_interval: 1h, group_by: ["..."] }
            receivers: [{ name: hook, webhook_configs: [{ url: "{{webhook.Address}}", send_resolved: true }] }]
            """);
        return new(
            Process.Start("prometheus-alertmanager",
                [$"--config.file={config}", $"--storage.path={folder}/alertmanager", $"--web.listen-address={target}", "--cluster.listen-address=", "--log.level=error"]),
            target);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
