using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Contracts;

/// <summary>Keys for the volumes of WorkSpaces (ENC-01..22). The default key of an account can be made and used, and not managed (ENC-05).</summary>
public sealed partial class FleetClient
{
    /// <summary>Makes a custom key (<see cref="KeyArn.Of"/>), or the account's default key (<see cref="KeyArn.DefaultOf"/>).</summary>
    public Task<Reply> CreateKey(OperationId id, KeyArn key) => Once(id, Entity.Of(key), new CreateKey());

    public Task<Reply> EnableKey(OperationId id, KeyArn key, bool isEnabled) => Once(id, Entity.Of(key), new EnableKey(isEnabled));

    public Task<Reply> PermitKey(OperationId id, KeyArn key, bool isPermitted) => Once(id, Entity.Of(key), new PermitKey(isPermitted));

    /// <summary>A key that no desktop uses any more may go; until its waiting days are over that can be cancelled.</summary>
    public Task<Reply> ScheduleKeyDeletion(OperationId id, KeyArn key, ScheduleKeyDeletion schedule) => Once(id, Entity.Of(key), schedule);

    public Task<Reply> CancelKeyDeletion(OperationId id, KeyArn key) => Once(id, Entity.Of(key), new CancelKeyDeletion());

    public Task<Reply> SetKeyRotation(OperationId id, KeyArn key, bool isYearly) => Once(id, Entity.Of(key), new SetKeyRotation(isYearly));

    /// <summary>How many desktops the key may be used for (ENC-04).</summary>
    public Task<Reply> SetSeatLimit(OperationId id, KeyArn key, int seats) => Once(id, Entity.Of(key), new SetSeatLimit(seats));

    public Task<Reply> RotateKey(KeyArn key, RotateKey rotate) => Send(Entity.Of(key), rotate);

    /// <summary><see cref="KeyDescription"/>, or refused as not found.</summary>
    public Task<Reply> DescribeKey(KeyArn key) => Send(Entity.Of(key), new DescribeKey());
}
