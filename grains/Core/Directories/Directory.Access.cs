using DeskFleet.Core.Clients;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Core.Directories;

/// <summary>Who may sign in with what: the directory's clients and its second factor (WEB-05, MFA-02). It also stands in for the servers that check codes.</summary>
public sealed partial class Directory
{
    private static Decision Check(DirectoryState state, SignInClient client) => ClientRules.Fault(client, state) is { } refused
        ? Decision.Refuse(refused)
        : Decision.Answer(new ClientChecked(NeedsCode: state.SecondFactor is not null));

    private static Decision Configure(DirectoryState state, ConfigureSecondFactor configure)
    {
        if (!IsRegisteredFor(state, configure.Account))
            return NotThere(state);
        if (configure.SecondFactor?.Fault(state.Profile?.Type, state.Account.Region) is { } refused)
            return Decision.Refuse(refused);
        return Equals(state.SecondFactor, configure.SecondFactor) ? Decision.Nothing : Decision.Of(new SecondFactorConfigured(configure.SecondFactor));
    }

    private static Decision Check(DirectoryState state, CheckCode check) =>
        state.AcceptedCode is not { } accepted ? Decision.Refuse(RefusalCode.SecondFactorFailed, "The servers of the second factor can not be reached; try again later.")
        : check.Code == accepted ? Decision.Nothing
        : Decision.Refuse(RefusalCode.SecondFactorFailed, "The code is not right; sign in again with the one that your token shows now.");
}
