using System.Text.Json;
using DeskFleet.Core.Billing;
using DeskFleet.Grains.Storage;

namespace DeskFleet.Simulator.Bills;

/// <summary>Price book and switches of the bill in a file, <c>prices.json</c>: what a run was billed with, or what it shall be billed with.</summary>
public static class PriceFile
{
    public const string Name = "prices.json";

    private static readonly JsonSerializerOptions Json = new(FleetJson.Options) { WriteIndented = true, NewLine = "\n" };

    public static void Write(string path, BillingTerms terms) => File.WriteAllText(path, JsonSerializer.Serialize(terms, Json) + "\n");

    /// <exception cref="InvalidDataException">It is no price book, or one that may not be used; says what is wrong.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BillingTerms Read(string path)
    {
        if (!File.Exists(path))
            throw new InvalidDataException(Directory.Exists(path) ? $"{path} is a folder." : $"There is no file {path}.");
        try
        {
            var terms = JsonSerializer.Deserialize<BillingTerms>(File.ReadAllText(path), Json);
            return terms?.Prices is null || terms.Options is null
                ? throw new InvalidDataException($"{path} is no price book: it has no \"prices\" or no \"options\".")
                : Sound(path, terms);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{path} is no price book: {fault.Message}", fault);
        }
    }

    private static BillingTerms Sound(string path, BillingTerms terms) =>
        terms.Prices.Faults().FirstOrDefault() is { } fault ? throw new InvalidDataException($"{path}: {fault}") : terms;
}
