using DeskFleet.Core.Clients;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Grains.SecondFactors;

/// <summary>
/// The port to the customer's RADIUS servers, as a directory reaches them (MFA-01). It answers at once: accepted, or refused. An exception means that
/// nobody knows, and the sign-in has failed.
/// </summary>
public interface ISecondFactorService
{
    ValueTask<Reply> Check(DirectoryId directory, CheckCode check);
}
