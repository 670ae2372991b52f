using System.Runtime.InteropServices;

namespace DeskFleet.Silo;

/// <summary>What a silo writes is for its own user: names, sessions and bills are in the database, its log and the audit trail.</summary>
public static partial class PrivateFiles
{
    private const uint OthersMayNothing = 0x3f;
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Every file that this process makes from now on has mode 0600, every folder 0700, whoever makes it, SQLite included.</summary>
    public static void ByDefault()
    {
        if (!OperatingSystem.IsWindows())
            _ = Umask(OthersMayNothing);
    }

    /// <summary>The same for a file that an earlier version left open.</summary>
    public static void Close(string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & ~Mine) != 0)
            File.SetUnixFileMode(path, Mine);
    }

    /// <summary>Why a file with secrets cannot be used, and the mend; null: only its owner can read and change it.</summary>
    public static string? Fault(string path) =>
        OperatingSystem.IsWindows() ? null
        : (File.GetUnixFileMode(path) & OthersWrite) != 0 ? "others than its owner can change it; chmod 600"
        : (File.GetUnixFileMode(path) & OthersRead) != 0 ? "others than its owner can read it; chmod 600"
        : null;

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint Umask(uint mask);
}
