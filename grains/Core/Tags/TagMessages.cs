using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using Orleans;

namespace DeskFleet.Core.Tags;

/// <summary>Gives a WorkSpace tags, all or none; a key that is there already gets the new value (TAG-01, TAG-02).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.create-tags")]
public sealed record CreateTags(OperationId OperationId, ImmutableArray<Tag> Tags) : Operation(OperationId);

/// <summary>Takes tags from a WorkSpace; keys that are not there are gone already (TAG-02).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.delete-tags")]
public sealed record DeleteTags(OperationId OperationId, ImmutableArray<string> Keys) : Operation(OperationId);
