using DeskFleet.Core.Kernel;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>How a refusal of the fleet is called on the wire.</summary>
/// <param name="Item">The <c>ErrorCode</c> of a failed item of a batch.</param>
/// <param name="Exception">The exception of a call about one resource.</param>
public sealed record WireRefusal(string Item, string Exception);

/// <summary>Every refusal of the fleet has a name on the wire: clients branch on it, so none may change.</summary>
public static class RefusalErrors
{
    public static WireRefusal Of(RefusalCode code) => code switch
    {
        RefusalCode.InvalidState => new("InvalidResourceState", "InvalidResourceStateException"),
        RefusalCode.OperationNotSupported => new("OperationNotSupported", "OperationNotSupportedException"),
        RefusalCode.ResourceNotFound => new("ResourceNotFound", "ResourceNotFoundException"),
        RefusalCode.ResourceExistsWorkSpace => new("ResourceExists.WorkSpace", "ResourceAlreadyExistsException"),
        RefusalCode.ResourceExists => new("ResourceExists", "ResourceAlreadyExistsException"),
        RefusalCode.LimitExceeded => new("ResourceLimitExceeded", "ResourceLimitExceededException"),
        RefusalCode.InsufficientCapacity => new("InsufficientCapacity", "ResourceUnavailableException"),
        RefusalCode.NotOwner => new("AccessDenied", "AccessDeniedException"),
        RefusalCode.UserDisabled => new("ResourceUnavailable.User", "ResourceUnavailableException"),
        RefusalCode.NotAvailable => new("ResourceUnavailable", "ResourceUnavailableException"),
        RefusalCode.InvalidParameter => new("InvalidParameterValues", "InvalidParameterValuesException"),
        RefusalCode.DirectoryNotRegistered => new("ResourceNotFound.Directory", "ResourceNotFoundException"),
        RefusalCode.CapacityNotAllocated => new("ResourceUnavailable.Capacity", "ResourceUnavailableException"),
        RefusalCode.BundleNotAllowed => new("UnsupportedBundle", "UnsupportedWorkspaceConfigurationException"),
        RefusalCode.ArrangementNeeded => new("ArrangementNeeded", "OperationNotSupportedException"),
        RefusalCode.OperationExpired => new("OperationExpired", "ResourceUnavailableException"),
        RefusalCode.StaleEpoch => new("OperationInProgress", "OperationInProgressException"),
        RefusalCode.ResourceAssociated => new("ResourceAssociated", "ResourceAssociatedException"),
        RefusalCode.KmsKeyInvalid => new("KmsKeyInvalid", "InvalidParameterValuesException"),
        RefusalCode.KeyLimitExceeded => new("KeyLimitExceeded", "ResourceLimitExceededException"),
        RefusalCode.LicenceNotEligible => new("LicenceNotEligible", "OperationNotSupportedException"),
        RefusalCode.WebAccessDisabled => new("WebAccessDisabled", "OperationNotSupportedException"),
        RefusalCode.ClientNotSupported => new("ClientNotSupported", "OperationNotSupportedException"),
        RefusalCode.SecondFactorFailed => new("SecondFactorFailed", "AccessDeniedException"),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "It has no name on the wire."),
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
