using System.Diagnostics;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Process;

namespace DeskFleet.Durable.Tests.Outages;

/// <summary>A folder that cannot be used ends the start with one sentence and exit code 1, never with a stack trace.</summary>
public sealed class BadFolderTests(PostgresServer postgres)
{
    [Fact]
    public async Task Start_OnAReadOnlyFolder_SaysSoAndEnds()
    {
        using var store = await Kept();
        var folder = store.Arguments[^1];
        await Mount("--bind", folder, folder);
        try
        {
            await Mount("-o", "remount,ro,bind", folder);
            await Refuses(store, "cannot be written");
        }
        finally
        {
            using var unmount = Process.Start("umount", ["-l", folder]);
            await unmount.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Each page in turn, the first ones, in which the schema is, and one in the middle.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Start_OnACorruptPage_SaysSoAndEnds(int page)
    {
        using var store = await Kept();
        var file = Path.Combine(store.Arguments[^1], SqliteDatabase.FileName);
        await using (var bytes = File.OpenWrite(file))
        {
            bytes.Position = page * 4096;
            bytes.Write([.. Enumerable.Repeat((byte)0xA5, 4096)]);
        }

        await Refuses(store, "damaged");
    }

    [Fact]
    public async Task Start_OnADiskThatFillsDuringTheMigration_SaysSoAndEnds()
    {
        var disk = Directory.CreateTempSubdirectory("deskfleet-disk-").FullName;
        await Mount("-t", "tmpfs", "-o", "size=96k", "tmpfs", disk);
        try
        {
            using var store = Store.On(disk);
            await Refuses(store, "disk");
        }
        finally
        {
            using var unmount = Process.Start("umount", ["-l", disk]);
            await unmount.WaitForExitAsync(TestContext.Current.CancellationToken);
            Directory.Delete(disk);
        }
    }

    /// <summary>A database that a silo has used and left.</summary>
    private async Task<Store> Kept()
    {
        var store = Store.Of(StoreKind.Sqlite, postgres);
        await using (var silo = await DurableSilo.Start(store))
        {
            await silo.Fleet.SetUp();
            await silo.Fleet.LaunchOne("ann");
        }

        await using var database = store.Open();
        await database.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return store;
    }

    private static async Task Refuses(Store store, string sentence)
    {
        using var silo = new SiloProcess([.. store.Arguments, .. store.Ports, "--gateway-port", $"{store.GatewayPort}", "--store-patience", "1"], [.. store.Environment]);

        Assert.Equal(1, await silo.Exit());

        var said = silo.Errors.Where(line => line.Length > 0).ToList();
        Assert.StartsWith("deskfleet-silo: ", Assert.Single(said), StringComparison.Ordinal);
        Assert.Contains(sentence, said[0], StringComparison.Ordinal);
        Assert.DoesNotContain(silo.Output, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    private static async Task Mount(params string[] arguments)
    {
        using var mount = Process.Start(new ProcessStartInfo("mount", arguments) { RedirectStandardError = true })!;
        await mount.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(mount.ExitCode == 0, "Only root may mount a file system.");
    }
}
