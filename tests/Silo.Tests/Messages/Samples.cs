using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Silo.Tests.Messages;

/// <summary>Makes one full example of any message type: no member is left empty, and no two have the same value.</summary>
internal sealed class Samples
{
    private int _last;

    public object Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            return ArrayOf(type.GetGenericArguments()[0]);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>))
            return DictionaryOf(type);
        return Simple(type) ?? Composed(type);
    }

    private object? Simple(Type type)
    {
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1);
        var number = ++_last;
        return type switch
        {
            _ when type == typeof(string) => $"text-{number}",
            _ when type == typeof(int) => number,
            _ when type == typeof(long) => (long)number,
            _ when type == typeof(double) => number + 0.5,
            _ when type == typeof(decimal) => number + 0.25m,
            _ when type == typeof(BillingMonth) => new BillingMonth(2000 + number, 7),
            _ when type == typeof(bool) => true,
            _ when type == typeof(Instant) => Instant.FromUnixTimeTicks(17_000_000_000_000_000 + number),
            _ when type == typeof(Duration) => Duration.FromTicks(number),
            _ when type == typeof(Command) => new Wake(),
            _ when type == typeof(Reply) => new Refused(RefusalCode.InvalidState, $"text-{number}"),
            _ when type == typeof(FleetEvent) => new OperationRefused($"text-{number}", RefusalCode.InvalidState, $"text-{number}"),
            _ when type == typeof(HostPoolId) => new HostPoolId(new($"account-{number}", "region"), new($"zone-{number}")),
            _ => null,
        };
    }

    private object Composed(Type type)
    {
        var constructor = type.GetConstructors().Where(c => c.GetParameters() is not [var only] || only.ParameterType != type)
            .OrderByDescending(c => c.GetParameters().Length).First();
        var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Of(parameter.ParameterType))]);
        var named = constructor.GetParameters().Select(parameter => parameter.Name).ToHashSet();
        foreach (var property in type.GetProperties().Where(property => property.CanWrite && !named.Contains(property.Name)))
            property.SetValue(made, Of(property.PropertyType));
        return made;
    }

    private object DictionaryOf(Type type)
    {
        var empty = type.GetField(nameof(ImmutableSortedDictionary<,>.Empty))!.GetValue(null);
        var (key, value) = (Of(type.GetGenericArguments()[0]), Of(type.GetGenericArguments()[1]));
        return type.GetMethod(nameof(ImmutableSortedDictionary<,>.Add))!.Invoke(empty, [key, value])!;
    }

    private object ArrayOf(Type element)
    {
        var items = Array.CreateInstance(element, 2);
        items.SetValue(Of(element), 0);
        items.SetValue(Of(element), 1);
        return typeof(ImmutableArray).GetMethods()
            .Single(method => method.Name == nameof(ImmutableArray.Create) && method.GetParameters() is [{ ParameterType.IsArray: true }])
            .MakeGenericMethod(element).Invoke(null, [items])!;
    }
}

/// <summary>Writes down every member of a message, so that two of them can be compared whatever they are made of.</summary>
internal static class Dump
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        string or decimal or Instant or Duration or Enum or BillingMonth or Money => $"{value}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Of))}]",
        _ when value.GetType().IsPrimitive => $"{value}",
        _ => $"{value.GetType().Name} {{ {string.Join(", ", Members(value))} }}",
    };

    private static IEnumerable<string> Members(object value) =>
        from property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.GetIndexParameters().Length == 0
        select $"{property.Name} = {Of(property.GetValue(value))}";
}
