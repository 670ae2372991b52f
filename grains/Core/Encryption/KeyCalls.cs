using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using Orleans;

namespace DeskFleet.Core.Encryption;

/// <summary>What is asked of the key service.</summary>
public enum KeyVerb
{
    /// <summary>May the key be used?</summary>
    DescribeKey,

    /// <summary>Lets the volumes of a new desktop use the key.</summary>
    CreateGrant,

    /// <summary>A new volume is encrypted.</summary>
    GenerateDataKey,

    /// <summary>An encrypted volume is attached.</summary>
    Decrypt,
}

/// <summary>
/// One call to the key service, which is a port. It is answered with <see cref="Accepted"/>, or refused with
/// <see cref="RefusalCode.KmsKeyInvalid"/> and the cause (ENC-06).
/// </summary>
[GenerateSerializer, Immutable, Alias("deskfleet.key-call")]
public sealed record KeyCall(KeyVerb Verb, WorkSpaceId WorkSpace) : Command;

/// <summary>What a desktop needs its key for.</summary>
public enum KeyUse
{
    /// <summary>A launch is admitted (ENC-07).</summary>
    Launch,

    /// <summary>The volumes of a launch are made: the key is looked at once more (ENC-08).</summary>
    MakeVolumes,

    /// <summary>Start, resume, reboot, or placed again after a loss (ENC-13).</summary>
    Restart,

    /// <summary>Rebuild and restore: one volume is made anew, the other attached (ENC-13, ENC-15).</summary>
    Rebuild,
}

/// <summary>Which calls a use takes: at most five for one operation (ENC-21).</summary>
public static class KeyCalls
{
    /// <summary>Of one launch, restart or rebuild.</summary>
    public const int Most = 5;

    public static ImmutableArray<KeyVerb> Of(KeyUse use, VolumeEncryption encryption) => use switch
    {
        KeyUse.Launch => [KeyVerb.DescribeKey],
        KeyUse.MakeVolumes => [KeyVerb.CreateGrant, .. Enumerable.Repeat(KeyVerb.GenerateDataKey, encryption.Volumes)],
        KeyUse.Restart => [KeyVerb.DescribeKey, .. Enumerable.Repeat(KeyVerb.Decrypt, encryption.Volumes)],
        _ => [KeyVerb.DescribeKey, .. encryption.Root ? [KeyVerb.GenerateDataKey] : (KeyVerb[])[], .. encryption.User ? [KeyVerb.Decrypt] : (KeyVerb[])[]],
    };

    /// <summary>The next call of a use; null when all are answered, or one was refused.</summary>
    public static Question? Next(KeyUse use, VolumeEncryption encryption, WorkSpaceId workSpace, Answers answers)
    {
        if (Refused(answers) is not null)
            return null;
        var (calls, made) = (Of(use, encryption), answers.Given.Count(given => given.Question.Command is KeyCall));
        return made < calls.Length ? new(Entity.KeyServiceOf(encryption.Key), new KeyCall(calls[made], workSpace)) : null;
    }

    public static Refused? Refused(Answers answers) => answers.RefusalBy(EntityKind.KeyService);
}
