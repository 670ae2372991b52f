using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Documents;

/// <summary>What a user's folder was when it was last saved outside the desktop.</summary>
/// <param name="Version">Counts from 1.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.document-copy")]
public sealed record DocumentCopy(int Version, VolumeFingerprint Content, Instant SavedAt);

/// <summary>To the document store: the user's folder has changed (BAK-04). Saving what is saved already changes nothing.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.save-documents")]
public sealed record SaveDocuments(VolumeFingerprint Content) : Command;

/// <summary>To the document store: what is there of the user's?</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.read-documents")]
public sealed record ReadDocuments : Command;

/// <param name="Newest">Null: nothing was ever saved.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.documents-read")]
public sealed record DocumentsRead(DocumentCopy? Newest) : Reply;

[GenerateSerializer, Immutable, Alias("deskfleet.documents-saved")]
public sealed record DocumentsSaved(DocumentCopy Copy) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}
