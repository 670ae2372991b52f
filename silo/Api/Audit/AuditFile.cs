using System.Buffers;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace DeskFleet.Silo.Api.Audit;

/// <summary>
/// The trail as a file of JSON lines that only grows; a tool that cuts the file off at its beginning (copy and truncate) may do so at any time. What is written
/// at once is handed to the operating system before it returns; what is owed follows within a tenth of a second. A line is in it whole or not at all:
/// what a full disk takes of one is taken back. Thread-safe.
/// </summary>
internal sealed partial class AuditFile : IAuditTrail, IDisposable
{
    /// <summary>Bytes; most are shorter.</summary>
    private const int UsualLine = 4096;

    /// <summary>Bytes that are owed at most.</summary>
    private const int LargestOwed = 256 * 1024;

    private const byte LineEnd = (byte)'\n';
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    /// <summary>Each thread writes its lines in one buffer, unless one was unusually long.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    private readonly string _path;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SafeFileHandle _file;
    private readonly ArrayBufferWriter<byte> _owed = new(LargestOwed);
    private readonly ITimer _timer;
    private int _owedLines;
    private bool _isWhole;
    private bool _isFull;
    private long _lost;

    /// <exception cref="IOException">It cannot be opened.</exception>
    public AuditFile(string path, TimeProvider time, ILogger logger)
    {
        (_path, _logger, _file) = (path, logger, Open(path));
        _isWhole = EndsWhole();
        _timer = time.CreateTimer(_ => Flush(), null, Delay, Delay);
    }

    /// <summary>Lines that are not in it and never will be.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    public bool TryWrite(AuditRecord record)
    {
        var line = Line(record);
        lock (_gate)
        {
            FlushOwed();
            return Append(line.WrittenSpan);
        }
    }

    public void Owe(AuditRecord record)
    {
        var line = Line(record);
        lock (_gate)
        {
            if (_owed.WrittenCount + line.WrittenCount > LargestOwed)
                FlushOwed();
            _owed.Write(line.WrittenSpan);
            _owedLines++;
        }
    }

    public void Flush()
    {
        lock (_gate)
            FlushOwed();
    }

    public void Dispose()
    {
        _timer.Dispose();
        Flush();
        _file.Dispose();
    }

    private static ArrayBufferWriter<byte> Line(AuditRecord record)
    {
        var line = _buffer is { Capacity: UsualLine } kept ? kept : _buffer = new(UsualLine);
        line.ResetWrittenCount();
        AuditJson.Write(line, record);
        line.Write([LineEnd]);
        return line;
    }

    private void FlushOwed()
    {
        if (_owedLines == 0 || _file.IsClosed)
            return;
        if (!Append(_owed.WrittenSpan))
            Lose(_owedLines);
        _owedLines = 0;
        _owed.ResetWrittenCount();
    }

    /// <summary>Said the first time, and then whenever they have become twice as many.</summary>
    private void Lose(int lines)
    {
        var all = Interlocked.Add(ref _lost, lines);
        if (all == lines || BitOperations.Log2((ulong)all) > BitOperations.Log2((ulong)(all - lines)))
            LogLost(_logger, _path, all);
    }

    /// <summary>Where it ends now: a stream would go on where it believes the end to be, behind a gap once the file has been cut off.</summary>
    private bool Append(ReadOnlySpan<byte> lines)
    {
        long end = 0;
        try
        {
            end = RandomAccess.GetLength(_file);
            if (!_isWhole && end > 0)
                RandomAccess.Write(_file, [LineEnd], end++);
            _isWhole = true;
            RandomAccess.Write(_file, lines, end);
            _isFull = false;
            return true;
        }
        catch (IOException e)
        {
            _isWhole = TakeBack(end);
            if (!_isFull)
                LogFull(_logger, _path, e.Message);
            _isFull = true;
            return false;
        }
    }

    /// <returns>Whether it ends with a whole line.</returns>
    private bool TakeBack(long end)
    {
        try
        {
            if (RandomAccess.GetLength(_file) > end)
                RandomAccess.SetLength(_file, end);
            return EndsWhole();
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Half a line, of a process that was killed or of a full disk, must not swallow the next.</summary>
    private bool EndsWhole()
    {
        Span<byte> last = stackalloc byte[1];
        var length = RandomAccess.GetLength(_file);
        return length == 0 || (RandomAccess.Read(_file, last, length - 1) == 1 && last[0] == LineEnd);
    }

    private static SafeFileHandle Open(string path)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(path))
            new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
        return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    [LoggerMessage(LogLevel.Warning, "The audit file {Path} cannot be written; changes are refused until it can: {Obstacle}")]
    private static partial void LogFull(ILogger logger, string path, string obstacle);

    [LoggerMessage(LogLevel.Error, "Lines of reads and refusals did not fit into the audit file {Path}: {All} since the start. Make room for it.")]
    private static partial void LogLost(ILogger logger, string path, long all);
}
