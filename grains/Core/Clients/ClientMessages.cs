using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using Orleans;

namespace DeskFleet.Core.Clients;

/// <summary>To the directory, at a sign-in: may this client be used?</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.check-client")]
public sealed record CheckClient(SignInClient Client) : Command;

/// <summary>It may.</summary>
/// <param name="NeedsCode">The directory has a second factor.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.client-checked")]
public sealed record ClientChecked(bool NeedsCode) : Reply;

/// <summary>
/// To whoever checks second factors: is this the user's code of the moment? Answered with <see cref="Accepted"/>, or refused as
/// <see cref="RefusalCode.SecondFactorFailed"/>, also when it can not be reached.
/// </summary>
/// <param name="Code">Empty: none was given.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.check-code")]
public sealed record CheckCode(UserName User, string Code) : Command
{
    /// <summary>Codes are secret: they are in no log and no trace.</summary>
    public override string ToString() => $"{nameof(CheckCode)} {{ User = {User} }}";
}

/// <summary>Has the directory ask for a second factor at each sign-in, or no more.</summary>
/// <param name="SecondFactor">Null: no more.</param>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.configure-second-factor")]
public sealed record ConfigureSecondFactor(AccountId Account, SecondFactor? SecondFactor) : Command;

/// <summary>For the stand-in of the second factor: which code it takes from now on.</summary>
/// <param name="Accepts">Null: its servers can not be reached.</param>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.set-code")]
public sealed record SetCode(string? Accepts) : Command;

[GenerateSerializer, Immutable, Alias("deskfleet.second-factor-configured")]
public sealed record SecondFactorConfigured(SecondFactor? SecondFactor) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.code-set")]
public sealed record CodeSet(string? Accepts) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}
