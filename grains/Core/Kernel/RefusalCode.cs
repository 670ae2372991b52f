namespace DeskFleet.Core.Kernel;

/// <summary>Why an operation was refused. The names are stable: they appear in replies, logs, metrics and reports.</summary>
public enum RefusalCode
{
    /// <summary>The state does not admit the operation (WKS-05).</summary>
    InvalidState,

    /// <summary>The running mode does not admit the operation (RUN-02, RUN-11).</summary>
    OperationNotSupported,

    /// <summary>No such WorkSpace, directory, host or user.</summary>
    ResourceNotFound,

    /// <summary>The user has a WorkSpace in this directory already (QTA-01).</summary>
    ResourceExistsWorkSpace,

    /// <summary>The id is taken by another operation's result.</summary>
    ResourceExists,

    /// <summary>A quota is used up (QTA-02).</summary>
    LimitExceeded,

    /// <summary>No host with room in the zones that may be used (PLC-04, PLC-06).</summary>
    InsufficientCapacity,

    /// <summary>Somebody else's desktop (WKS-01).</summary>
    NotOwner,

    /// <summary>The user's account is disabled (DIR-11).</summary>
    UserDisabled,

    /// <summary>The state admits no sign-in now (WKS-T1).</summary>
    NotAvailable,

    /// <summary>A value is outside what is allowed.</summary>
    InvalidParameter,

    /// <summary>No registered directory (DIR-07).</summary>
    DirectoryNotRegistered,

    /// <summary>No host is allocated to the account (BYO-04).</summary>
    CapacityNotAllocated,

    /// <summary>A public bundle in a dedicated directory, or the reverse (BYO-03, BYO-09).</summary>
    BundleNotAllowed,

    /// <summary>Graphics on monthly billing needs an arrangement (BIL-23).</summary>
    ArrangementNeeded,

    /// <summary>The operation id is older than what this entity remembers; it was or was not run, and is not run again.</summary>
    OperationExpired,

    /// <summary>The epoch is not the newest: somebody decided something else since.</summary>
    StaleEpoch,

    /// <summary>Something else uses it; take it out of there first.</summary>
    ResourceAssociated,

    /// <summary>The key is disabled, deleted, not permitted, or of another region (ENC-06, ENC-19).</summary>
    KmsKeyInvalid,

    /// <summary>The key serves as many WorkSpaces as it may (ENC-04).</summary>
    KeyLimitExceeded,

    /// <summary>No valid licence agreement, or a licence that may not be brought (BYO-01, BYO-02).</summary>
    LicenceNotEligible,
}
