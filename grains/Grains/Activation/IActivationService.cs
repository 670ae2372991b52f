using DeskFleet.Core.Activation;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Grains.Activation;

/// <summary>
/// The port to the account's own Windows activation servers, as the desktops of a directory reach them (BYO-07). It answers
/// <see cref="ActivationChecked"/> at once. An exception means that nobody knows: the report of the driver is heard again.
/// </summary>
public interface IActivationService
{
    ValueTask<Reply> Check(DirectoryId directory, CheckActivation check);
}
