using NodaTime;

namespace DeskFleet.Benchmarks.Storage.Wakes;

/// <summary>A way to be woken that survives a restart.</summary>
internal interface IWakes
{
    string Name { get; }

    Heard Heard { get; }

    Task Start();

    Task Stop();

    /// <summary>Writes an entity's record, and has it woken at the instant.</summary>
    Task Arm(int number, Instant due);

    /// <summary>What it reads again and again while nothing is due; returns the rows.</summary>
    Task<int> Look();

    /// <summary>Between two looks.</summary>
    TimeSpan Period { get; }
}
