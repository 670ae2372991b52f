using DeskFleet.Core.Applications;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>An application that the users of a group are given when their desktops are there (WAM-04, MKT-02).</summary>
/// <param name="Name">Unique in its group; marketplace prices go by it.</param>
/// <param name="Source">The account's own package, or subscribed.</param>
/// <param name="Started">Share of the sessions in which it is started, 0 to 1.</param>
public sealed record ApplicationSpec(string Name, ApplicationSource Source, double Started);
