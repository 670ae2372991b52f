using System.Text.Json;
using DeskFleet.Silo.Api.Protocol;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>Puts the reply of DescribeWorkspaces together from the pieces that its WorkSpaces are.</summary>
internal static class DescribeReply
{
    private static readonly ReadOnlyMemory<byte> Begin = """{"Workspaces":["""u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Between = ","u8.ToArray();
    private static readonly ReadOnlyMemory<byte> End = "]}"u8.ToArray();

    /// <param name="next">The token of the next page; null: it is the last.</param>
    public static RawJson Of(IReadOnlyList<ReadOnlyMemory<byte>> workspaces, string? next)
    {
        var pieces = new List<ReadOnlyMemory<byte>>((2 * workspaces.Count) + 2) { Begin };
        for (var i = 0; i < workspaces.Count; i++)
        {
            if (i > 0)
                pieces.Add(Between);
            pieces.Add(workspaces[i]);
        }

        pieces.Add(next is null ? End : EndWith(next));
        return new(pieces);
    }

    private static byte[] EndWith(string next) => [.. "],\"NextToken\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(next), (byte)'}'];
}
