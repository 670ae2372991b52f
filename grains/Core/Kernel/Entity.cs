using DeskFleet.Core.Identity;
using Orleans;

namespace DeskFleet.Core.Kernel;

/// <summary>What kinds of entity the protocol knows. Each is one grain type, but the driver, which is a port.</summary>
public enum EntityKind
{
    WorkSpace,
    User,
    Directory,
    DedicatedHost,
    HostPool,
    Account,
    Driver,
    Bundle,
    Image,
    Key,
    Registry,

    /// <summary>The key service, which is a port as the driver is.</summary>
    KeyService,

    /// <summary>The customer's own Windows activation server, a port (BYO-07).</summary>
    ActivationService,

    /// <summary>Where users' documents are saved outside their desktops, a port (BAK-04).</summary>
    DocumentStore,

    /// <summary>What brings machine images in from outside, a port as the driver is (BYO-05).</summary>
    ImageImporter,

    /// <summary>What checks the second factors of a directory, a port (MFA-01).</summary>
    SecondFactorService,

    /// <summary>A kind of a newer version: the key says which. Nobody here can ask it.</summary>
    Unknown,
}

/// <summary>Names one entity: whom a command is for.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.entity")]
public readonly record struct Entity(EntityKind Kind, string Key)
{
    public static Entity Of(WorkSpaceId id) => new(EntityKind.WorkSpace, id.Value);

    /// <summary>One for each person of a directory, however the name is written.</summary>
    public static Entity Of(DirectoryId directory, UserName user) => new(EntityKind.User, UserKey(directory, user));

    public static Entity Of(DirectoryId id) => new(EntityKind.Directory, id.Value);

    public static Entity Of(HostId id) => new(EntityKind.DedicatedHost, id.Value);

    public static Entity Of(HostPoolId id) => new(EntityKind.HostPool, id.ToString());

    public static Entity Of(AccountId id) => new(EntityKind.Account, id.ToString());

    /// <summary>A bundle of an account, or of the provider in a region.</summary>
    public static Entity Of(AccountId owner, BundleId id) => new(EntityKind.Bundle, $"{owner}/{id}");

    public static Entity Of(AccountId owner, ImageId id) => new(EntityKind.Image, $"{owner}/{id}");

    /// <summary>What an account has set up in a region.</summary>
    public static Entity OfRegistry(AccountId id) => new(EntityKind.Registry, id.ToString());

    public static Entity Of(KeyArn key) => new(EntityKind.Key, key.Value);

    /// <summary>The key service, as far as it concerns one key.</summary>
    public static Entity KeyServiceOf(KeyArn key) => new(EntityKind.KeyService, key.Value);

    /// <summary>The activation server that the desktops of a directory reach, or not.</summary>
    public static Entity ActivationServiceOf(DirectoryId directory) => new(EntityKind.ActivationService, directory.Value);

    /// <summary>What checks the second factors of a directory's users.</summary>
    public static Entity SecondFactorOf(DirectoryId directory) => new(EntityKind.SecondFactorService, directory.Value);

    /// <summary>The document store, as far as it concerns one user.</summary>
    public static Entity DocumentStoreOf(DirectoryId directory, UserName user) => new(EntityKind.DocumentStore, UserKey(directory, user));

    /// <summary>The entity that stands in for what is a port, where no outside system is configured; null: it is no such port.</summary>
    public Entity? StandIn => Kind switch
    {
        EntityKind.KeyService => new(EntityKind.Key, Key),
        EntityKind.ActivationService or EntityKind.SecondFactorService => new(EntityKind.Directory, Key),
        EntityKind.DocumentStore => new(EntityKind.User, Key),
        _ => null,
    };

    /// <summary>The importer, as far as it concerns one image.</summary>
    public static Entity ImporterOf(AccountId owner, ImageId image) => new(EntityKind.ImageImporter, $"{owner}/{image}");

    /// <summary>The driver, as far as it concerns one desktop.</summary>
    public static Entity DriverOf(WorkSpaceId id) => new(EntityKind.Driver, id.Value);

    /// <summary>What is wrong with the user that the entity is or is about, as a sentence with the mend; null: nothing, or it is no user.</summary>
    public string? Fault() => Kind is EntityKind.User or EntityKind.DocumentStore
        ? new UserName(Key[(Key.IndexOf('/', StringComparison.Ordinal) + 1)..].Replace("%7B", "{", StringComparison.Ordinal).Replace("%7D", "}", StringComparison.Ordinal)).Fault()
        : null;

    public override string ToString() => $"{Kind}:{Key}";

    /// <summary>
    /// Braces are written otherwise, since the store's messages format keys. No two names come to one key: a name that is compared has no capitals,
    /// and the id of a directory no slash.
    /// </summary>
    private static string UserKey(DirectoryId directory, UserName user) =>
        $"{directory}/{user.Key.Replace("{", "%7B", StringComparison.Ordinal).Replace("}", "%7D", StringComparison.Ordinal)}";
}
