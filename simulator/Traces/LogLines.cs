using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Traces;

/// <summary>The lines of a log, numbered from 1. One without end is cut: it is no line of any log, and may not fill the memory.</summary>
internal static class LogLines
{
    private const int MaxCharacters = 16 * 1024;

    public static IEnumerable<(int Line, string Text)> Of(InputSource log)
    {
        using var text = log.OpenText();
        var block = new char[64 * 1024];
        var line = new System.Text.StringBuilder();
        var number = 1;
        for (int read; (read = text.ReadBlock(block)) > 0;)
        {
            for (var from = 0; from < read;)
            {
                var length = block.AsSpan(from, read - from).IndexOf('\n');
                var part = block.AsSpan(from, length < 0 ? read - from : length);
                line.Append(part[..Math.Min(part.Length, MaxCharacters - line.Length)]);
                from += part.Length + 1;
                if (length < 0) continue;
                yield return (number++, line.ToString());
                line.Clear();
            }
        }

        yield return (number, line.ToString());
    }
}
