using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using DeskFleet.Core.Identity;

namespace DeskFleet.Core.Kernel;

/// <summary>
/// Looks through all that a message carries for ids and texts that cannot be. Every way into the fleet asks: <c>FleetClient</c>, and the gateway for those who
/// do without it. What is stored is not looked through again. Thread-safe.
/// </summary>
public static class MessageCheck
{
    /// <summary>A message is not nested deeper than this; what is, is refused.</summary>
    private const int Deepest = 16;

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Members = [];

    /// <summary>Whether backends may send it: its type says so, and that of the command inside of it.</summary>
    public static bool IsFromOutside(Command command) =>
        command is LastWord last ? last.Operation is Operation operation && IsFromOutside(operation) :
        command is Once once ? IsMarked(once) && once.Command is not null && IsMarked(once.Command) : IsMarked(command);

    /// <summary>The first fault of a message or of an argument, with the mend; null: none.</summary>
    public static string? Fault(object? message) => Fault(message, 0);

    /// <summary>What is wrong with the name of an entity; null: nothing.</summary>
    public static string? Fault(Entity entity) => entity.Kind switch
    {
        EntityKind.WorkSpace => IdRules.Fault(new WorkSpaceId(entity.Key)),
        EntityKind.Directory => IdRules.Fault(new DirectoryId(entity.Key)),
        EntityKind.DedicatedHost => IdRules.Fault(new HostId(entity.Key)),
        EntityKind.Key => IdRules.Fault(new KeyArn(entity.Key)),
        EntityKind.User => IdRules.Fault(new DirectoryId(First(entity))) ?? User(entity),
        EntityKind.HostPool or EntityKind.Bundle or EntityKind.Image => Parts(entity, 3),
        EntityKind.Account or EntityKind.Registry => Parts(entity, 2),
        _ => IdRules.Text(entity.Key, "key", IdRules.MaxText),
    };

    private static string? Fault(object? value, int depth) => value switch
    {
        null => null,
        _ when depth > Deepest => "The message is nested too deep; send a flat one.",
        string text => text.Length > IdRules.MaxText ? IdRules.Text(text, "text", IdRules.MaxText) : null,
        Entity entity => Fault(entity),
        IEnumerable items => Any(items, depth),
        _ when IdRules.Fault(value) is { } fault => fault,
        _ when value.GetType().Assembly == typeof(MessageCheck).Assembly && !value.GetType().IsEnum => OfMembers(value, depth),
        _ => null,
    };

    private static string? OfMembers(object value, int depth)
    {
        foreach (var member in Members.GetOrAdd(value.GetType(), MembersOf))
        {
            if (Fault(member.GetValue(value), depth + 1) is { } fault)
                return fault;
        }

        return null;
    }

    private static string? Any(IEnumerable items, int depth)
    {
        if (IsDefault(items))
            return null;
        foreach (var item in items)
        {
            if (Fault(item, depth + 1) is { } fault)
                return fault;
        }

        return null;
    }

    /// <summary>An immutable array that nobody has set has no items to look at; those who read it know.</summary>
    private static bool IsDefault(IEnumerable items) =>
        items.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(System.Collections.Immutable.ImmutableArray<>)
        && (bool)type.GetProperty("IsDefault")!.GetValue(items)!;

    /// <summary>What was given, and not what is computed of it: that may fail where what was given is wrong.</summary>
    private static PropertyInfo[] MembersOf(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(member => member.CanWrite && member.GetIndexParameters().Length == 0)];

    private static bool IsMarked(Command command) => command.GetType().IsDefined(typeof(FromOutsideAttribute), inherit: true);

    private static string First(Entity entity) => entity.Key.Split('/')[0];

    /// <summary>A user's name may have slashes in it; which letters else says <see cref="UserName.Fault"/>.</summary>
    private static string? User(Entity entity) =>
        entity.Key.Contains('/', StringComparison.Ordinal) ? entity.Fault() : $"'{entity.Key}' names no user; it has a directory, '/' and a user name.";

    private static string? Parts(Entity entity, int parts) =>
        IdRules.Text(entity.Key, "key", IdRules.MaxText)
        ?? (entity.Key.Split('/') is var given && given.Length == parts && given.All(part => part.Length is > 0 and <= IdRules.Longest + 8)
            ? null
            : $"'{entity.Key}' names no {entity.Kind}; it has {parts} parts with '/' between them.");
}
