using System.Text.Json;
using System.Text.Json.Serialization;
using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Identity;
using DeskFleet.Grains.Kernel;
using DeskFleet.Silo.Api.Directories;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>
/// One WorkSpace as a piece of the replies that show it. It belongs to one description, so to one stored state, and nothing that the wire shows
/// changes with time alone. Of what comes from elsewhere it remembers what it was written with first. Thread-safe.
/// </summary>
/// <remarks>
/// Replies name WorkSpaces all over the fleet, and at 50,000 of them nothing is in the processor's caches: what a describe costs is how many places in
/// memory it visits for each. So a fragment that is written is compared and shown without a look at its description.
/// </remarks>
internal sealed partial class WorkSpaceFragment(WorkSpaceDescription desktop) : ILiveForm
{
    private DirectorySubnets? _writtenWith;
    private volatile byte[]? _written;
    private volatile bool _isRetired;

    public FragmentKey Key { get; } = FragmentKey.Of(desktop.Id.Value);

    /// <summary>Another state has been stored since.</summary>
    public bool IsRetired => _isRetired;

    /// <summary>In texts that all fragments share.</summary>
    public AccountId Account { get; } = new(string.Intern(desktop.Account.Account), string.Intern(desktop.Account.Region));

    public DirectoryId Directory => desktop.Directory;

    /// <summary>Whoever still remembers it keeps no text that nobody is shown any more.</summary>
    public void Retire() => (_isRetired, _written) = (true, null);

    /// <summary>Whether <see cref="Json"/> with these subnets has nothing to write.</summary>
    public bool IsWrittenWith(DirectorySubnets subnets) => _written is not null && ReferenceEquals(_writtenWith, subnets);

    /// <summary>Its JSON object in UTF-8, the same text as <see cref="Protocol.WireJson"/> gives.</summary>
    /// <param name="subnets">Of its directory; null: the directory is not known any more.</param>
    public ReadOnlyMemory<byte> Json(DirectorySubnets? subnets)
    {
        if (_written is { } kept && ReferenceEquals(_writtenWith, subnets))
            return kept;
        var json = JsonSerializer.SerializeToUtf8Bytes(WorkSpaceWire.Of(desktop, subnets?.In(desktop.Zone)), Compiled.Default.Workspace);
        // Kept for the first subnets alone: a directory that has WorkSpaces gets no others.
        if (subnets is not null && Interlocked.CompareExchange(ref _writtenWith, subnets, null) is null)
            _written = json;
        return json;
    }

    /// <summary>Written by code that the compiler made: lists show what nobody keeps.</summary>
    [JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Serialization)]
    [JsonSerializable(typeof(Workspace))]
    private sealed partial class Compiled : JsonSerializerContext;
}
