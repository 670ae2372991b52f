using System.Reflection;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Repository.Tests;

/// <summary>A version that writes kinds of lines which no earlier one knows raises the schema's number: an earlier silo that is started then says so and ends.</summary>
public sealed class EventKindTests
{
    private static readonly string File = Repository.PathOf("silo", "Sql", "Kinds.txt");

    [Fact]
    public void Kinds_OfTheJournal_AreThoseOfTheSchema()
    {
        var kinds = typeof(FleetEvent).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(FleetEvent)) && !type.IsAbstract)
            .Select(type => type.GetCustomAttribute<AliasAttribute>(inherit: false)!.Alias).Order(StringComparer.Ordinal).ToList();
        var before = System.IO.File.Exists(File) ? System.IO.File.ReadAllLines(File) : [];
        var schema = $"# Kinds of lines that {Schema("PostgreSql")} of PostgreSQL and {Schema("Sqlite")} of SQLite have. New kinds need a new step of both schemas.";

        Assert.False(before.Length > 0 && before[0] == schema && kinds.Except(before).Any(), $"New kinds of lines without a new step of the schemas: {string.Join(", ", kinds.Except(before))}. Add one in silo/Sql.");
        Repository.AssertGenerated(File, string.Join('\n', [schema, .. kinds, ""]));
    }

    private static string Schema(string dialect) =>
        Path.GetFileName(Directory.EnumerateFiles(Repository.PathOf("silo", "Sql", dialect), "0*.sql").Order(StringComparer.Ordinal).Last())[..3];
}
