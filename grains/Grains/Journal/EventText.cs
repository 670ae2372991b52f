namespace DeskFleet.Grains.Journal;

/// <summary>An event in a log line: JSON for those who read it as text, and an object for a log that is made of objects.</summary>
public readonly record struct EventText(string Json)
{
    public override string ToString() => Json;
}
