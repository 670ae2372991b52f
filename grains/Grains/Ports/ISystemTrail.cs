using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Grains.Ports;

/// <summary>
/// Keeps what timers and maintenance did to WorkSpaces (AUD-01). It is told within the turn, once the record is stored and before its effects go out. It must
/// not throw: what is stored has happened. Thread-safe.
/// </summary>
public interface ISystemTrail
{
    /// <param name="desktop">As it is stored.</param>
    void Write(Instant at, WorkSpaceState desktop, SystemAction action);
}
