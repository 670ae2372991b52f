using DeskFleet.Silo.Api.Audit;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace DeskFleet.Api.Tests.Access;

public sealed class AuditFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"deskfleet-audit-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Write_AFileThatIsThere_GoesOnAtItsEnd()
    {
        Write("one");
        Write("two");

        Assert.Equal(["one", "two"], Actions());
    }

    [Fact]
    public void Write_AfterItWasCutOff_GoesOnAtItsBeginning()
    {
        using var file = new AuditFile(_path, TimeProvider.System, NullLogger.Instance);
        file.TryWrite(Record("one"));
        using (var other = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            other.SetLength(0);

        file.TryWrite(Record("two"));

        Assert.Equal(["two"], Actions());
    }

    [Fact]
    public void Write_ANewFile_IsForItsOwnerOnly()
    {
        Write("one");

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
    }

    [Fact]
    public void Owe_ThenWriteAtOnce_KeepsTheOrder()
    {
        using var file = new AuditFile(_path, TimeProvider.System, NullLogger.Instance);
        file.Owe(Record("one"));
        file.Owe(Record("two"));

        file.TryWrite(Record("three"));

        Assert.Equal(["one", "two", "three"], Actions());
    }

    [Fact]
    public void Owe_UntilItIsDisposedOf_IsWritten()
    {
        using (var file = new AuditFile(_path, TimeProvider.System, NullLogger.Instance))
            file.Owe(Record("one"));

        Assert.Equal(["one"], Actions());
    }

    /// <summary>What a process that was killed left of a line.</summary>
    [Fact]
    public void Write_AfterHalfALine_BeginsALineOfItsOwn()
    {
        Write("one");
        File.AppendAllText(_path, "{\"at\":\"2026");

        Write("two");

        Assert.Equal("two", System.Text.Json.JsonDocument.Parse(File.ReadAllLines(_path)[^1]).RootElement.GetProperty("action").GetString());
    }

    private void Write(string action)
    {
        using var file = new AuditFile(_path, TimeProvider.System, NullLogger.Instance);
        file.TryWrite(Record(action));
    }

    private IEnumerable<string?> Actions() =>
        File.ReadAllLines(_path).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("action").GetString());

    private static AuditRecord Record(string action) =>
        new(Instant.FromUtc(2026, 3, 1, 9, 0), "request", "ann", null, null, action, [], null, AuditRecord.Accepted, null, []);
}
