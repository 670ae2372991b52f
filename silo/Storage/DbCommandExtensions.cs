using System.Data.Common;

namespace DeskFleet.Silo.Storage;

/// <summary>Small help with commands of any database.</summary>
public static class DbCommandExtensions
{
    /// <summary>A command with its parameters, in the connection's transaction if one is given.</summary>
    public static DbCommand Command(this DbConnection connection, DbTransaction? transaction, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        foreach (var (name, value) in parameters)
            command.Add(name, value);
        return command;
    }

    public static void Add(this DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
