namespace DeskFleet.Silo.Cli;

/// <summary>How the silo ends.</summary>
public static class ExitCodes
{
    /// <summary>It was asked to stop and has.</summary>
    public const int Stopped = 0;

    /// <summary>A port is in use, or something else it needs is not there.</summary>
    public const int CannotStart = 1;

    /// <summary>A setting is not possible.</summary>
    public const int BadOption = 2;

    /// <summary>A policy does not allow what was asked about.</summary>
    public const int Denied = 3;
}
