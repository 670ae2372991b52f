using DeskFleet.Contracts;
using DeskFleet.Contracts.Registries;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Tags;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Api.WorkSpaces;

namespace DeskFleet.Silo.Api.Catalog;

/// <summary>Images of the account: captured from a desktop, or brought in (BUN-06..10, BYO-05).</summary>
internal sealed class ImageOperations(FleetClient fleet, AccountResources resources, SharedImages sharing, CatalogNames names, TaggedResources tagged) : IApiModule
{
    private const int DefaultLimit = 25;
    private const string Shared = "SHARED";

    private static readonly OperatingSystemShape Windows = new("WINDOWS");

    public void AddTo(ApiTable table)
    {
        var service = WireService.WorkSpaces;
        table.Changes<CreateWorkspaceImageRequest>(service, "CreateWorkspaceImage", Create);
        table.Changes<ImportWorkspaceImageRequest>(service, "ImportWorkspaceImage", Import);
        table.Reads<DescribeWorkspaceImagesRequest>(service, "DescribeWorkspaceImages", Describe);
        table.Changes<DeleteWorkspaceImageRequest>(service, "DeleteWorkspaceImage", Delete);
    }

    private async Task<ApiResult> Create(CreateWorkspaceImageRequest request, ApiCall call)
    {
        if (await resources.WorkSpace(request.WorkspaceId, call.Account) is null)
            return AccountResources.NoWorkSpace(request.WorkspaceId).ToError(request.WorkspaceId);
        if (await Begin(request.Name, request.Description, request.Tags, call) is { } fault)
            return fault.ToError();
        var reply = await fleet.CreateImage(new(request.WorkspaceId), new(call.Id, request.Name));
        if (reply is not ImageBegun begun)
            return await NotBegun(reply.ToResult(request.WorkspaceId), call);
        if (await tagged.PutNew(call, begun.Image.Value, request.Tags) is { } untagged)
            return untagged.ToError();
        return ApiResult.Of(new CreateWorkspaceImageResult(
            begun.Image.Value, request.Name, request.Description, Windows, "PENDING", "DEFAULT", call.At, call.Account.Account));
    }

    /// <summary>The wire does not say which Windows it is: Windows 10 Enterprise under a volume licence, unless the machine image holds something else.</summary>
    private async Task<ApiResult> Import(ImportWorkspaceImageRequest request, ApiCall call)
    {
        if (await Begin(request.ImageName, request.ImageDescription, request.Tags, call) is { } fault)
            return fault.ToError();
        var family = request.IngestionProcess.Contains("GRAPHICS", StringComparison.Ordinal) ? HardwareFamily.Graphics : HardwareFamily.General;
        var reply = await fleet.ImportImage(new(
            call.Id,
            call.Account,
            request.ImageName,
            family,
            Language.EnglishUS,
            new(WindowsVersion.Windows10, WindowsEdition.Enterprise, LicenceChannel.Volume),
            new(request.Ec2ImageId)));
        if (reply is not ImageBegun begun)
            return await NotBegun(reply.ToResult(), call);
        if (await tagged.PutNew(call, begun.Image.Value, request.Tags) is { } untagged)
            return untagged.ToError();
        return ApiResult.Of(new ImportWorkspaceImageResult(begun.Image.Value));
    }

    private async Task<ApiResult> Describe(DescribeWorkspaceImagesRequest request, ApiCall call)
    {
        var images = request.ImageType == Shared ? await sharing.SharedWith(call.Account) : await Own(request.ImageIds, call.Account);
        var asked = images.Where(image => request.ImageIds?.Contains(image.Id.Value) ?? true);
        var registry = await fleet.DescribeRegistry(call.Account);
        var found = (await Task.WhenAll(asked.Select(image => Describe(image, registry)))).OfType<WorkspaceImage>();
        var (page, next, fault) = PageToken.Page(found, image => image.ImageId, request.NextToken, request.MaxResults ?? DefaultLimit);
        return fault ?? ApiResult.Of(new DescribeWorkspaceImagesResult(page, next));
    }

    private async Task<WorkspaceImage?> Describe(OwnedImage image, RegistryDescription registry) =>
        await fleet.DescribeImage(image.Owner, image.Id) is ImageDescription { Status: not ImageStatus.Deleted } found
            ? ToWire(found, image.Owner, registry.NameOf(ListedKind.Image, image.Id.Value)?.Description)
            : null;

    /// <param name="ids">Null: all that it lists.</param>
    private async Task<IReadOnlyList<OwnedImage>> Own(IEnumerable<string>? ids, AccountId account) =>
        [.. (ids?.Distinct() ?? (await fleet.DescribeRegistry(account)).IdsOf(ListedKind.Image)).Select(id => new OwnedImage(account, new(id)))];

    private async Task<ApiResult> Delete(DeleteWorkspaceImageRequest request, ApiCall call)
    {
        var reply = await fleet.DeleteImage(call.Account, new(request.ImageId), new(call.Id));
        if (reply is not Refused)
            await fleet.Send(Entity.OfRegistry(call.Account), new Delist(ListedKind.Image, request.ImageId));
        return reply.ToResult(request.ImageId);
    }

    /// <summary>What must hold before an image is begun: its tags are possible and its name is free.</summary>
    private async Task<Refused?> Begin(string name, string description, IReadOnlyList<TagShape>? tags, ApiCall call) =>
        TaggedResources.Fault(tags) ?? await names.Take(ListedKind.Image, call.Id.ToImageId().Value, name, description, call.Account);

    private Task<ApiResult> NotBegun(ApiResult refusal, ApiCall call) =>
        names.GiveBack(ListedKind.Image, call.Id.ToImageId().Value, call.Account, refusal);

    private static WorkspaceImage ToWire(ImageDescription image, AccountId account, string? description)
    {
        var isFailed = image.Status == ImageStatus.Failed;
        return new(
            image.Image.Value,
            image.Facts.Name,
            description,
            Windows,
            isFailed ? "ERROR" : image.Status == ImageStatus.Pending ? "PENDING" : "AVAILABLE",
            image.Facts.Origin == ImageOrigin.OwnLicence ? "DEDICATED" : "DEFAULT",
            isFailed ? "ImageFailed" : null,
            isFailed ? image.Reason : null,
            image.BegunAt,
            account.Account);
    }
}
