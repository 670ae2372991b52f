using System.Diagnostics;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>A file system of a few megabytes in memory, and a file that takes what is left of it.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Skips the test where nobody may mount.</summary>
    public static async Task<SmallDisk> Mount(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("deskfleet-disk-").FullName;
        using var mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder]) { RedirectStandardError = true })!;
        await mount.WaitForExitAsync();
        Assert.SkipUnless(mount.ExitCode == 0, "Only root may mount a small file system.");
        return new(folder);
    }

    public void Fill()
    {
        using var ballast = File.Create(Ballast);
        var block = new byte[64 * 1024];
        try
        {
            for (; ; )
            {
                ballast.Write(block);
                ballast.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    public void Dispose()
    {
        using var unmount = Process.Start("umount", ["-l", Folder]);
        unmount.WaitForExit();
        Directory.Delete(Folder);
    }
}
