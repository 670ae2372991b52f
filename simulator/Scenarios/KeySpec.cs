namespace DeskFleet.Simulator.Scenarios;

/// <summary>A key of the account, for encrypted desktops. Where a scenario lists several fleets, each has one of the name.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Seats">How many desktops it may serve in a fleet (ENC-04), 0 to 10,000,000; default 30.</param>
public sealed record KeySpec(string Name, int Seats);

/// <summary>Which volumes of a group's desktops are encrypted, and with which key (ENC-01).</summary>
/// <param name="Root">C:; default false.</param>
/// <param name="User">D:; default true.</param>
/// <param name="Key">Name of one of the scenario's keys.</param>
public sealed record EncryptionSpec(bool Root, bool User, string Key);
