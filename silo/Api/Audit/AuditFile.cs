namespace DeskFleet.Silo.Api.Audit;

/// <summary>
/// The trail as a file of JSON lines that only grows. Each line is handed to the operating system before its call is answered; a tool
/// that cuts the file off at its beginning (copy and truncate) may do so at any time. Thread-safe.
/// </summary>
internal sealed class AuditFile : IAuditTrail, IDisposable
{
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
        byte[] line = [.. AuditJson.Of(record), (byte)'\n'];
        lock (_gate)
            _file.Write(line);
    }

    public void Dispose() => _file.Dispose();
}
