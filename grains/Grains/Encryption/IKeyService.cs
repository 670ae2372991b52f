using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Grains.Encryption;

/// <summary>
/// The port to the key service. It answers each call at once: <see cref="Accepted"/>, or refused with
/// <see cref="RefusalCode.KmsKeyInvalid"/> and the cause. An exception means that nobody knows: the operation is asked again.
/// </summary>
public interface IKeyService
{
    ValueTask<Reply> Call(KeyArn key, KeyCall call);
}
