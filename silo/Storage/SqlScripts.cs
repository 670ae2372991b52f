using System.Collections.Immutable;
using System.Globalization;

namespace DeskFleet.Silo.Storage;

/// <summary>A step of the schema.</summary>
public sealed record Migration(int Version, string Name, string Sql);

/// <summary>The SQL of one dialect, from the files in <c>silo/Sql</c>, which are part of the program.</summary>
public sealed class SqlScripts
{
    private const string QueryFolder = "Queries/";

    public SqlScripts(string dialect)
    {
        var files = (from name in typeof(SqlScripts).Assembly.GetManifestResourceNames()
                     where name.StartsWith($"{dialect}/", StringComparison.Ordinal)
                     orderby name
                     select (Path: name[(dialect.Length + 1)..], Sql: Read(name))).ToList();
        Migrations = [.. from file in files where char.IsAsciiDigit(file.Path[0]) select ToMigration(file.Path, file.Sql)];
        Queries = files.Where(file => file.Path.StartsWith(QueryFolder, StringComparison.Ordinal))
            .ToImmutableDictionary(file => Path.GetFileNameWithoutExtension(file.Path), file => file.Sql);
        DueRecords = files.Single(file => file.Path == "DueRecords.sql").Sql;
    }

    /// <summary>The steps in their order: 1, 2, 3, ...</summary>
    public ImmutableArray<Migration> Migrations { get; }

    /// <summary>What Orleans asks for, by its key.</summary>
    public ImmutableDictionary<string, string> Queries { get; }

    public string DueRecords { get; }

    private static Migration ToMigration(string path, string sql) =>
        new(int.Parse(path.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture), Path.GetFileNameWithoutExtension(path), sql);

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(SqlScripts).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
