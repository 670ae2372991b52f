namespace DeskFleet.Silo.Storage;

/// <summary>The database cannot be used; the message is a sentence for operators and holds no secret.</summary>
/// <param name="passes">It may work when tried again.</param>
public sealed class StoreException(string message, bool passes, Exception? inner = null) : Exception(message, inner)
{
    public bool Passes { get; } = passes;
}
