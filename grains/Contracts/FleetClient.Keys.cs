using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Contracts;

/// <summary>Keys for the volumes of WorkSpaces (ENC-01..22). The default key of an account can be made and used, and not managed (ENC-05).</summary>
public sealed partial class FleetClient
{
    /// <summary>Makes a custom key (<see cref="KeyArn.Of"/>), or the account's default key (<see cref="KeyArn.DefaultOf"/>).</summary>
    public Task<Reply> CreateKey(KeyArn key) => Tell(Entity.Of(key), new CreateKey());

    public Task<Reply> EnableKey(KeyArn key, bool isEnabled) => Tell(Entity.Of(key), new EnableKey(isEnabled));

    public Task<Reply> PermitKey(KeyArn key, bool isPermitted) => Tell(Entity.Of(key), new PermitKey(isPermitted));

    public Task<Reply> RotateKey(KeyArn key, RotateKey rotate) => Tell(Entity.Of(key), rotate);

    /// <summary><see cref="KeyDescription"/>, or refused as not found.</summary>
    public Task<Reply> DescribeKey(KeyArn key) => Tell(Entity.Of(key), new DescribeKey());
}
