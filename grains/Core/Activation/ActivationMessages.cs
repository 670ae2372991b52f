using DeskFleet.Core.Kernel;
using Orleans;

namespace DeskFleet.Core.Activation;

/// <summary>To the activation service of a directory's network: can the account's own activation server be reached (BYO-07)?</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.check-activation")]
public sealed record CheckActivation : Command;

/// <summary>Whether Windows could be activated.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.activation-checked")]
public sealed record ActivationChecked(bool IsActivated) : Reply;

/// <summary>To a directory, which stands in for the activation service: its desktops reach the account's activation server, or not.</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.set-activation-reach")]
public sealed record SetActivationReach(bool IsReachable) : Command;

/// <summary>The account's activation server can be reached from the directory's network, or can not any more.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.activation-reach-set")]
public sealed record ActivationReachSet(bool IsReachable) : FleetEvent;

/// <summary>A desktop came up with its Windows activated, or without; where nothing is said it is activated.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.activation-changed")]
public sealed record ActivationChanged(bool IsActivated) : FleetEvent;
