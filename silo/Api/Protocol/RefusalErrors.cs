using DeskFleet.Core.Kernel;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>How a refusal of the fleet is called on the wire.</summary>
/// <param name="Item">The <c>ErrorCode</c> of a failed item of a batch.</param>
/// <param name="Exception">The exception of a call about one resource.</param>
/// <param name="Rules">The rules of the catalogue that give this refusal.</param>
public sealed record WireRefusal(string Item, string Exception, string Rules);

/// <summary>Every refusal of the fleet has a name on the wire: clients branch on it, so none may change.</summary>
public static class RefusalErrors
{
    public static WireRefusal Of(RefusalCode code) => code switch
    {
        RefusalCode.InvalidState => new("InvalidResourceState", "InvalidResourceStateException", "WKS-05"),
        RefusalCode.OperationNotSupported => new("OperationNotSupported", "OperationNotSupportedException", "RUN-02, RUN-11, DIR-05, ENC-16"),
        RefusalCode.ResourceNotFound => new("ResourceNotFound", "ResourceNotFoundException", "WKS-09"),
        RefusalCode.ResourceExistsWorkSpace => new("ResourceExists.WorkSpace", "ResourceAlreadyExistsException", "QTA-01"),
        RefusalCode.ResourceExists => new("ResourceExists", "ResourceAlreadyExistsException", "PLC-01"),
        RefusalCode.LimitExceeded => new("ResourceLimitExceeded", "ResourceLimitExceededException", "QTA-02, QTA-04"),
        RefusalCode.InsufficientCapacity => new("InsufficientCapacity", "ResourceUnavailableException", "PLC-04, PLC-06"),
        RefusalCode.NotOwner => new("AccessDenied", "AccessDeniedException", "WKS-01"),
        RefusalCode.UserDisabled => new("ResourceUnavailable.User", "ResourceUnavailableException", "DIR-11"),
        RefusalCode.NotAvailable => new("ResourceUnavailable", "ResourceUnavailableException", "WKS-05"),
        RefusalCode.InvalidParameter => new("InvalidParameterValues", "InvalidParameterValuesException", "WKS-02, RUN-03, TAG-01"),
        RefusalCode.DirectoryNotRegistered => new("ResourceNotFound.Directory", "ResourceNotFoundException", "DIR-07"),
        RefusalCode.CapacityNotAllocated => new("ResourceUnavailable.Capacity", "ResourceUnavailableException", "BYO-04"),
        RefusalCode.BundleNotAllowed => new("UnsupportedBundle", "UnsupportedWorkspaceConfigurationException", "BYO-03, BYO-09, BUN-08"),
        RefusalCode.ArrangementNeeded => new("ArrangementNeeded", "OperationNotSupportedException", "BIL-23, BYO-19"),
        RefusalCode.OperationExpired => new("OperationExpired", "InvalidResourceStateException", "WKS-03"),
        RefusalCode.StaleEpoch => new("ResourceConflict", "InvalidResourceStateException", "WKS-05"),
        RefusalCode.ResourceAssociated => new("ResourceAssociated", "ResourceAssociatedException", "BUN-10"),
        RefusalCode.KmsKeyInvalid => new("KmsKeyInvalid", "InvalidParameterValuesException", "ENC-06, ENC-07, ENC-13, ENC-19"),
        RefusalCode.KeyLimitExceeded => new("KeyLimitExceeded", "ResourceLimitExceededException", "ENC-04"),
        RefusalCode.LicenceNotEligible => new("LicenceNotEligible", "OperationNotSupportedException", "BYO-01, BYO-02"),
        _ => new(code.ToString(), "InvalidResourceStateException", ""),
    };

    /// <summary>As the exception of a call about one resource.</summary>
    public static WireError ToError(this Refused refused, string? resourceId = null)
    {
        var exception = Of(refused.Code).Exception;
        return new(exception, refused.Message) { ResourceId = HasResourceId(exception) ? resourceId : null };
    }

    /// <summary>The result of a command that has no output: empty, or the exception.</summary>
    public static ApiResult ToResult(this Reply reply, string? resourceId = null) =>
        reply is Refused refused ? refused.ToError(resourceId) : ApiResult.Empty;

    private static bool HasResourceId(string exception) =>
        WireService.WorkSpaces.Types.TryGetValue(exception, out var type) && type.Members.ContainsKey("ResourceId");
}
