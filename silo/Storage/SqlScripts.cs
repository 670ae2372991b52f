using System.Collections.Immutable;
using System.Globalization;

namespace DeskFleet.Silo.Storage;

/// <summary>A step of the schema.</summary>
public sealed record Migration(int Version, string Name, string Sql);

/// <summary>The SQL of one dialect, and what is common to all, from the files in <c>silo/Sql</c>, which are part of the program.</summary>
public sealed class SqlScripts
{
    private const string QueryFolder = "Queries/";
    private const string CommonFolder = "Common/";

    private readonly ImmutableSortedDictionary<string, string> _files;

    public SqlScripts(string dialect)
    {
        _files = (from name in typeof(SqlScripts).Assembly.GetManifestResourceNames()
                  from folder in new[] { $"{dialect}/", CommonFolder }
                  where name.StartsWith(folder, StringComparison.Ordinal)
                  select (Path: name[folder.Length..], Sql: Read(name))).ToImmutableSortedDictionary(file => file.Path, file => file.Sql, StringComparer.Ordinal);
        Migrations = [.. from file in _files where char.IsAsciiDigit(file.Key[0]) select ToMigration(file.Key, file.Value)];
        Queries = _files.Where(file => file.Key.StartsWith(QueryFolder, StringComparison.Ordinal))
            .ToImmutableDictionary(file => Path.GetFileNameWithoutExtension(file.Key), file => file.Value);
    }

    /// <summary>The steps in their order: 1, 2, 3, ...</summary>
    public ImmutableArray<Migration> Migrations { get; }

    /// <summary>What Orleans asks for, by its key.</summary>
    public ImmutableDictionary<string, string> Queries { get; }

    /// <summary>One statement, by its file without the ending.</summary>
    public string this[string path] => _files[$"{path}.sql"];

    private static Migration ToMigration(string path, string sql) =>
        new(int.Parse(path.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture), Path.GetFileNameWithoutExtension(path), sql);

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(SqlScripts).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
