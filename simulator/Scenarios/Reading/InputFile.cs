using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>A text file somebody handed in, with its hash, or the reason why it could not be read.</summary>
/// <param name="Text">The text, without a byte order mark.</param>
/// <param name="ContentHash">XXH3 of the bytes, 16 hexadecimal digits; empty when there are none.</param>
/// <param name="Problem">Why there is no text, or null.</param>
internal sealed record InputFile(string Text, string ContentHash, string? Problem)
{
    /// <summary>One hash for a file and those it imports; a file alone keeps its own.</summary>
    public static string Combine(string hash, IReadOnlyCollection<string> imported) => imported.Count == 0
        ? hash
        : XxHash3.HashToUInt64(Encoding.ASCII.GetBytes(hash + string.Concat(imported))).ToString("x16", CultureInfo.InvariantCulture);

    public static InputFile Read(string path, int mostBytes)
    {
        var source = InputSource.Of(path, mostBytes);
        return source switch
        {
            { Problem: { } problem } => new("", source.ContentHash, problem),
            { Text.Problem: { } problem } => new("", source.ContentHash, problem),
            _ => new(source.ReadText(), source.ContentHash, null),
        };
    }
}
