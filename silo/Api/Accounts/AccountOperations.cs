using DeskFleet.Contracts;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Silo.Api.Directories;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;
using NodaTime;

namespace DeskFleet.Silo.Api.Accounts;

internal sealed record DescribeAccountRequest;

internal sealed record DescribeAccountResult(string DedicatedTenancySupport, string? Message);

internal sealed record ModifyAccountRequest(string? DedicatedTenancySupport = null, string? DedicatedTenancyManagementCidrRange = null);

internal sealed record ModifyAccountResult(string? Message);

internal sealed record DescribeAccountModificationsRequest(string? NextToken = null);

internal sealed record AccountModification(string ModificationState, string DedicatedTenancySupport, Instant? StartTime, string? ErrorCode, string? ErrorMessage);

internal sealed record DescribeAccountModificationsResult(IReadOnlyList<AccountModification> AccountModifications);

/// <summary>Whether the account may bring its own licences: the wire calls it dedicated tenancy (BYO-02, BYO-04, BYO-13).</summary>
internal sealed class AccountOperations(FleetClient fleet) : IApiModule
{
    private const string Enabled = "ENABLED";

    /// <summary>Whoever enables it says that he has an agreement, and the wire not until when: the usual term of one.</summary>
    private static readonly Duration AgreementTerm = Duration.FromDays(3 * 365);

    public void AddTo(ApiTable table)
    {
        var service = WireService.WorkSpaces;
        table.Reads<DescribeAccountRequest>(service, "DescribeAccount", async (_, call) => Describe(await Read(call.Account)));
        table.Changes<ModifyAccountRequest>(service, "ModifyAccount", Modify);
        table.Reads<DescribeAccountModificationsRequest>(service, "DescribeAccountModifications", async (_, call) => Modifications(await Read(call.Account)));
    }

    private static ApiResult Describe(CommitmentRead account) => ApiResult.Of(new DescribeAccountResult(
        account.Stage == EnrolmentStage.Active ? Enabled : "DISABLED", account.IsOverdue ? "Onboarding has taken four weeks or more; contact support." : null));

    /// <summary>Begins onboarding, or ends it where everything is there by now.</summary>
    private async Task<ApiResult> Modify(ModifyAccountRequest request, ApiCall call)
    {
        if (request.DedicatedTenancySupport is null)
            return WireError.BadValue("Nothing is to be changed; give DedicatedTenancySupport, which is ENABLED.");
        if ((await Read(call.Account)).Stage is EnrolmentStage.NotEnrolled or EnrolmentStage.Lapsed)
        {
            var agreement = new LicenceAgreement(call.Id.Token, HasSoftwareAssurance: true, call.At + AgreementTerm);
            if (await fleet.Enrol(call.ItemId(0), call.Account, new(agreement, CommitmentTerms.Usual)) is Refused notEnrolled)
                return notEnrolled.ToError();
        }

        var (zoneA, zoneB) = Zones.Of(call.Account.Region);
        return ApiResult.Of(new ModifyAccountResult((await fleet.ActivateEnrolment(call.ItemId(1), call.Account, new([zoneA, zoneB])) as Refused)?.Message));
    }

    /// <summary>The one that there is: an account is enabled once, and onboarding is how far it is.</summary>
    private static ApiResult Modifications(CommitmentRead account) => ApiResult.Of(new DescribeAccountModificationsResult(account.Stage switch
    {
        EnrolmentStage.Onboarding => [Modification("PENDING", account)],
        EnrolmentStage.Active => [Modification("COMPLETED", account)],
        EnrolmentStage.Lapsed => [Modification("FAILED", account) with { ErrorCode = "LicenceNotEligible", ErrorMessage = "The licence agreement has expired; enable dedicated tenancy again." }],
        _ => [],
    }));

    private static AccountModification Modification(string state, CommitmentRead account) => new(state, Enabled, account.OnboardingSince, null, null);

    private async Task<CommitmentRead> Read(AccountId account) => (CommitmentRead)await fleet.Send(Entity.Of(account), new ReadCommitment(0));
}
