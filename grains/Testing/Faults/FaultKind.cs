namespace DeskFleet.Testing.Faults;

/// <summary>The classes of faults below the kernel. Each can be on or off as a whole.</summary>
public enum FaultKind
{
    /// <summary>A write fails before it is stored.</summary>
    WriteFails,

    /// <summary>A write is stored, and the writer is not told.</summary>
    WriteDoubtful,

    /// <summary>A silo dies between two steps: its activations, turns, outboxes and timers are gone.</summary>
    SiloKilled,

    /// <summary>An entity is active twice for a while.</summary>
    SecondActivation,

    /// <summary>A call never arrives.</summary>
    CallLost,

    /// <summary>A call is done, and its caller never hears.</summary>
    AnswerLost,

    /// <summary>A call or a write takes seconds.</summary>
    CallSlow,

    WakeLost,
    WakeLate,
    WakeDoubled,

    /// <summary>Nobody is woken for hours, neither by the sharp nor by the durable half.</summary>
    TimersStopped,
    EffectDoubled,
    EffectLate,

    /// <summary>An effect is delivered once more, after newer ones.</summary>
    EffectStale,

    /// <summary>The news of a lost host comes hours late.</summary>
    LossNewsLate,
    ReportLost,
    ReportLate,
    ReportDoubled,

    /// <summary>A report of an earlier epoch comes again, also when the machine is gone.</summary>
    ReportStale,

    /// <summary>A machine comes up, and its guest does not answer as it should.</summary>
    GuestUnhealthy,

    /// <summary>A host that is declared lost goes on reporting what its machines do.</summary>
    ZombieHost,
    CallerRepeats,
    CallerGivesUp,

    /// <summary>A caller uses one operation id twice with other contents.</summary>
    IdReused,
    ClockApart,
    ClockSetBack,
    PortSlow,
    PortWrong,
    PortAway,

    /// <summary>A host or a whole zone is lost, or drained, by hand.</summary>
    HostDown,
}
