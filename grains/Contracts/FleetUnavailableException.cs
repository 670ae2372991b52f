namespace DeskFleet.Contracts;

/// <summary>
/// The fleet cannot store now, such as while its database is away or its disk is full. What was asked has happened or has not, so ask again under the
/// same operation id until there is an answer; nothing that was answered before is lost.
/// </summary>
[GenerateSerializer, Alias("deskfleet.unavailable")]
public sealed class FleetUnavailableException : OrleansException
{
    public FleetUnavailableException()
        : this("The fleet cannot store now.")
    {
    }

    /// <param name="obstacle">One sentence for operators.</param>
    public FleetUnavailableException(string obstacle)
        : base($"{obstacle} Ask again under the same operation id.")
    {
    }

    public FleetUnavailableException(string obstacle, Exception inner)
        : base($"{obstacle} Ask again under the same operation id.", inner)
    {
    }
}
