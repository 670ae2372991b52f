using System.Data.Common;

namespace DeskFleet.Silo.Storage;

/// <summary>Small help with commands of any database.</summary>
public static class DbCommandExtensions
{
    public static void Add(this DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
