namespace DeskFleet.Core.Kernel;

/// <summary>
/// Why an operation was refused. The names are stable: they appear in replies, logs, metrics and reports. Each says which rules of the catalogue
/// refuse with it.
/// </summary>
public enum RefusalCode
{
    /// <summary>The state does not admit the operation.</summary>
    [Rules("WKS-05", "BUN-06")]
    InvalidState,

    /// <summary>The running mode does not admit the operation.</summary>
    [Rules("RUN-02", "RUN-11", "WKS-11", "DIR-05", "ENC-16", "REG-06", "MFA-02", "WAM-08", "WAM-09", "WAM-10")]
    OperationNotSupported,

    /// <summary>No such WorkSpace, directory, host or user.</summary>
    [Rules("WKS-09")]
    ResourceNotFound,

    /// <summary>The user has a WorkSpace in this directory already.</summary>
    [Rules("QTA-01")]
    ResourceExistsWorkSpace,

    /// <summary>The id is taken by another operation's result.</summary>
    [Rules("DIR-06", "CARD-05")]
    ResourceExists,

    /// <summary>A quota is used up.</summary>
    [Rules("QTA-02", "QTA-04", "BUN-10", "TAG-01")]
    LimitExceeded,

    /// <summary>No host with room in the zones that may be used.</summary>
    [Rules("PLC-04", "PLC-06")]
    InsufficientCapacity,

    /// <summary>Somebody else's desktop.</summary>
    [Rules("WKS-01")]
    NotOwner,

    /// <summary>The user's account is disabled.</summary>
    [Rules("DIR-11")]
    UserDisabled,

    /// <summary>The state admits no sign-in now.</summary>
    [Rules("WKS-05", "MNT-03")]
    NotAvailable,

    /// <summary>A value is outside what is allowed.</summary>
    [Rules("WKS-02", "RUN-03", "TAG-01")]
    InvalidParameter,

    /// <summary>No registered directory.</summary>
    [Rules("DIR-07")]
    DirectoryNotRegistered,

    /// <summary>No host is allocated to the account.</summary>
    [Rules("BYO-04")]
    CapacityNotAllocated,

    /// <summary>A public bundle in a dedicated directory, or the reverse.</summary>
    [Rules("BYO-03", "BYO-09", "BUN-08", "BUN-09", "BUN-11")]
    BundleNotAllowed,

    /// <summary>Graphics on monthly billing needs an arrangement.</summary>
    [Rules("BIL-23", "BYO-19")]
    ArrangementNeeded,

    /// <summary>The operation id is older than what this entity remembers; it was or was not run, and is not run again.</summary>
    [Rules("CARD-05")]
    OperationExpired,

    /// <summary>The epoch is not the newest: somebody decided something else since.</summary>
    [Rules("PLC-07", "CARD-05")]
    StaleEpoch,

    /// <summary>Something else uses it; take it out of there first.</summary>
    [Rules("BUN-09")]
    ResourceAssociated,

    /// <summary>The key is disabled, deleted, not permitted, or of another region.</summary>
    [Rules("ENC-06", "ENC-07", "ENC-13", "ENC-19")]
    KmsKeyInvalid,

    /// <summary>The key serves as many WorkSpaces as it may.</summary>
    [Rules("ENC-04")]
    KeyLimitExceeded,

    /// <summary>No valid licence agreement, or a licence that may not be brought.</summary>
    [Rules("BYO-01", "BYO-02")]
    LicenceNotEligible,

    /// <summary>The directory does not allow Web Access.</summary>
    [Rules("WEB-05", "WEB-06")]
    WebAccessDisabled,

    /// <summary>This client can not show this desktop; another one can.</summary>
    [Rules("WEB-02", "WEB-03", "WEB-07", "CLI-08", "MFA-07")]
    ClientNotSupported,

    /// <summary>The one-time code is wrong, or nobody could check it.</summary>
    [Rules("MFA-01", "MFA-04")]
    SecondFactorFailed,
}

/// <summary>The rules of the catalogue that something follows.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class RulesAttribute(params string[] ids) : Attribute
{
    public IReadOnlyList<string> Ids { get; } = ids;
}
