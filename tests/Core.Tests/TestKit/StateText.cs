using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using DeskFleet.Core.Placement;

namespace DeskFleet.Core.Tests.TestKit;

/// <summary>
/// A state as text, for comparing by content where records hold arrays. What is only remembered (<see cref="FreeIndex"/>) is left out.
/// </summary>
internal static class StateText
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null or FreeIndex:
                text.Append('-');
                break;
            case string s:
                text.Append(s);
                break;
            case IEnumerable items:
                AppendItems(text, items);
                break;
            case { } record when IsOurRecord(record.GetType()):
                AppendRecord(text, record);
                break;
            default:
                text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static bool IsOurRecord(Type type) =>
        type is { IsEnum: false, IsPrimitive: false } && type.Namespace!.StartsWith("DeskFleet", StringComparison.Ordinal);

    private static void AppendItems(StringBuilder text, IEnumerable items)
    {
        text.Append('[');
        foreach (var item in items)
        {
            Append(text, item);
            text.Append("; ");
        }

        text.Append(']');
    }

    private static void AppendRecord(StringBuilder text, object record)
    {
        text.Append(record.GetType().Name).Append('{');
        foreach (var property in record.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (property.SetMethod is null)
                continue;
            text.Append(property.Name).Append('=');
            Append(text, property.GetValue(record));
            text.Append(", ");
        }

        text.Append('}');
    }
}
