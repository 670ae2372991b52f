using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>patience</c> of a group; whatever is left out is as in <see cref="Patience.Default"/>.</summary>
internal static class PatienceReader
{
    public static Patience Read(Section section)
    {
        var patience = new Patience(
            section.Optional("reconnectAfter", Formats.Time(Duration.FromSeconds(1), Duration.FromHours(1)), Patience.Default.ReconnectAfter),
            section.Optional("retries", Formats.Whole(0, Patience.MaxRetries), Patience.Default.Retries),
            section.Optional("retryAfter", Formats.Time(Duration.FromSeconds(1), Duration.FromHours(4)), Patience.Default.RetryAfter));
        if (section.Has("retryAfter") && patience.Retries == 0)
            section.Report("retryAfter", "Nobody tries again while \"retries\" is 0; write how often, such as \"retries: 3\", or leave this out.");
        section.Close();
        return patience;
    }
}
