using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace DeskFleet.Silo.Api.Audit;

/// <summary>
/// The trail as a file of JSON lines that only grows. Each line is handed to the operating system before its call is answered; a tool
/// that cuts the file off at its beginning (copy and truncate) may do so at any time. Thread-safe.
/// </summary>
internal sealed class AuditFile(string path) : IAuditTrail, IDisposable
{
    /// <summary>Bytes; most are shorter.</summary>
    private const int UsualLine = 4096;

    /// <summary>Each thread writes its lines in one buffer, unless one was unusually long.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    private readonly Lock _gate = new();
    private readonly SafeFileHandle _file = Open(path);

    public void Write(AuditRecord record)
    {
        var line = _buffer is { Capacity: UsualLine } kept ? kept : _buffer = new(UsualLine);
        line.ResetWrittenCount();
        AuditJson.Write(line, record);
        line.Write("\n"u8);
        lock (_gate)
        {
            // Where it ends now: a stream would go on where it believes the end to be, behind a gap once the file has been cut off.
            RandomAccess.Write(_file, line.WrittenSpan, RandomAccess.GetLength(_file));
        }
    }

    public void Dispose() => _file.Dispose();

    private static SafeFileHandle Open(string path)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(path))
            new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
        return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }
}
