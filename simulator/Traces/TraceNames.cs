namespace DeskFleet.Simulator.Traces;

/// <summary>User names as other systems write them, made fit for DeskFleet.</summary>
internal static class TraceNames
{
    /// <summary><c>DOM/ann</c> and <c>ann@example.org</c> become <c>DOM-ann</c> and <c>ann-example.org</c>.</summary>
    public static string Plain(string name) =>
        new([.. name.Trim().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? letter : '-')]);
}
