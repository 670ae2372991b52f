using System.Text.Json;
using System.Text.Json.Serialization;
using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Identity;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>
/// One WorkSpace as a piece of the replies that show it. It belongs to one description, so to one stored state, and nothing that the wire shows
/// changes with time alone. Of what comes from elsewhere it remembers what it was written with. Thread-safe.
/// </summary>
internal sealed partial class WorkSpaceFragment(WorkSpaceDescription desktop)
{
    private volatile Written? _written;

    public AccountId Account => desktop.Account;

    public DirectoryId Directory => desktop.Directory;

    public ZoneId Zone => desktop.Zone;

    /// <summary>Its JSON object in UTF-8, the same text as <see cref="Protocol.WireJson"/> gives.</summary>
    /// <param name="subnet">See <see cref="WorkSpaceWire.Of"/>.</param>
    public ReadOnlyMemory<byte> Json(string? subnet)
    {
        if (_written is { } written && written.Subnet == subnet)
            return written.Json;
        var json = JsonSerializer.SerializeToUtf8Bytes(WorkSpaceWire.Of(desktop, subnet), Compiled.Default.Workspace);
        _written = new(subnet, json);
        return json;
    }

    private sealed record Written(string? Subnet, byte[] Json);

    /// <summary>Written by code that the compiler made: lists show what nobody keeps.</summary>
    [JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Serialization)]
    [JsonSerializable(typeof(Workspace))]
    private sealed partial class Compiled : JsonSerializerContext;
}
