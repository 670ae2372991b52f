using System.Buffers;

namespace DeskFleet.Silo.Api.Audit;

/// <summary>
/// The trail as a file of JSON lines that only grows. Each line is handed to the operating system before its call is answered; a tool
/// that cuts the file off at its beginning (copy and truncate) may do so at any time. Thread-safe.
/// </summary>
internal sealed class AuditFile : IAuditTrail, IDisposable
{
    /// <summary>Bytes; most are shorter.</summary>
    private const int UsualLine = 4096;

    private readonly Lock _gate = new();
    private readonly FileStream _file;

    public AuditFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _file = new(path, options);
    }

    public void Write(AuditRecord record)
    {
        var line = new ArrayBufferWriter<byte>(UsualLine);
        AuditJson.Write(line, record);
        line.Write("\n"u8);
        lock (_gate)
            _file.Write(line.WrittenSpan);
    }

    public void Dispose() => _file.Dispose();
}
