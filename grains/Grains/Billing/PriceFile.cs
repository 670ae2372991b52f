using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DeskFleet.Core.Billing;
using DeskFleet.Grains.Storage;

namespace DeskFleet.Grains.Billing;

/// <summary>Price book and switches of the bill in a file (BIL-22): what a silo bills with, and what a run was or shall be billed with.</summary>
public static class PriceFile
{
    public const string Name = "prices.json";

    private static readonly JsonSerializerOptions Json = new(FleetJson.Options)
    {
        WriteIndented = true,
        NewLine = "\n",
        // A name that nobody knows is a slip, and a price that is left out would be free by accident.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        TypeInfoResolver = FleetJson.Options.TypeInfoResolver!.WithAddedModifier(Require),
    };

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
            throw new InvalidDataException($"{path} is no price book: {fault.Message} Compare it with the {Name} that a run writes.", fault);
        }
    }

    private static BillingTerms Sound(string path, BillingTerms terms) =>
        terms.Prices.Faults().FirstOrDefault() is { } fault ? throw new InvalidDataException($"{path}: {fault}") : terms;

    private static void Require(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object || info.Type.Namespace != typeof(BillingTerms).Namespace)
            return;
        foreach (var property in info.Properties.Where(property => property.AssociatedParameter is { IsNullable: false }))
            property.IsRequired = true;
    }
}
