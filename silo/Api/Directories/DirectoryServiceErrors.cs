using DeskFleet.Core.Kernel;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Directories;

/// <summary>The directory service has names of its own for refusals.</summary>
internal static class DirectoryServiceErrors
{
    public static WireError Of(Refused refused) => new(
        refused.Code switch
        {
            RefusalCode.ResourceNotFound => "EntityDoesNotExistException",
            RefusalCode.LimitExceeded => "DirectoryLimitExceededException",
            RefusalCode.InvalidParameter => "InvalidParameterException",
            RefusalCode.OperationNotSupported => "UnsupportedOperationException",
            _ => "ClientException",
        },
        refused.Message);

    /// <summary>A refusal of tags: too many of them have a name of their own.</summary>
    public static ApiResult ToResult(Reply reply) =>
        reply is not Refused refused ? ApiResult.Empty
        : refused.Code == RefusalCode.LimitExceeded ? new WireError("TagLimitExceededException", refused.Message)
        : Of(refused);
}
