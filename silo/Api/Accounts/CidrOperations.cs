using System.Globalization;
using System.Net;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Accounts;

internal sealed record ListAvailableManagementCidrRangesRequest(string ManagementCidrRangeConstraint, int? MaxResults = null, string? NextToken = null);

internal sealed record ListAvailableManagementCidrRangesResult(IReadOnlyList<string> ManagementCidrRanges, string? NextToken);

/// <summary>Ranges from which dedicated hosts can be managed: every /16 inside the range that the caller allows (BYO-04).</summary>
internal sealed class CidrOperations : IApiModule
{
    private const int RangeBits = 16;
    private const int DefaultLimit = 5;

    public void AddTo(ApiTable table) =>
        table.Reads<ListAvailableManagementCidrRangesRequest>(WireService.WorkSpaces, "ListAvailableManagementCidrRanges", List);

    private Task<ApiResult> List(ListAvailableManagementCidrRangesRequest request, ApiCall call) => Task.FromResult(List(request));

    private static ApiResult List(ListAvailableManagementCidrRangesRequest request)
    {
        var network = IPNetwork.Parse(Normalized(request.ManagementCidrRangeConstraint));
        if (network.PrefixLength > RangeBits)
            return WireError.BadValue($"A management range is a /{RangeBits}; allow a range that holds one, such as 198.18.0.0/15.");
        var bytes = network.BaseAddress.GetAddressBytes();
        var first = (bytes[0] << 8) | bytes[1];
        var (after, fault) = PageToken.Read(request.ManagementCidrRangeConstraint, request.NextToken);
        if (fault is not null || (after is not null && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return fault ?? WireError.BadValue("NextToken is none of this list; begin without one.");
        var from = after is null ? first : int.Parse(after, CultureInfo.InvariantCulture) + 1;
        var end = first + (1 << (RangeBits - network.PrefixLength));
        var page = Enumerable.Range(from, Math.Clamp(end - from, 0, request.MaxResults ?? DefaultLimit)).ToList();
        var next = page.Count > 0 && page[^1] + 1 < end ? PageToken.Of(request.ManagementCidrRangeConstraint, $"{page[^1]}") : null;
        return ApiResult.Of(new ListAvailableManagementCidrRangesResult([.. page.Select(net => $"{net >> 8}.{net & 0xff}.0.0/{RangeBits}")], next));
    }

    /// <summary>Bits after the prefix do not count.</summary>
    private static string Normalized(string range)
    {
        var parts = range.Split('/');
        var (address, bits) = (IPAddress.Parse(parts[0]).GetAddressBytes(), int.Parse(parts[1], CultureInfo.InvariantCulture));
        for (var i = 0; i < address.Length; i++)
            address[i] &= (byte)(0xff << Math.Clamp((8 * (i + 1)) - bits, 0, 8));
        return $"{new IPAddress(address)}/{bits}";
    }
}
