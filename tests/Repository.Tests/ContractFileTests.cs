using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using DeskFleet.Contracts;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Repository.Tests;

/// <summary>What is sent and stored, written down: a change of it is seen in review.</summary>
public sealed class ContractFileTests
{
    [Fact]
    public void ContractFile_OfTypesAndInterfaces_IsWhatTheCodeHas() =>
        Repository.AssertGenerated(Repository.PathOf("grains", "Contracts", "Contracts.txt"), Types() + Interfaces());

    private static string Types()
    {
        var types = from assembly in new[] { typeof(Command).Assembly, typeof(FleetClient).Assembly }
                    from type in assembly.GetTypes()
                    where type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)
                    orderby Alias(type)
                    select type;
        var text = new StringBuilder("# Alias: members of the constructor, in their order; then those with an id of their own.\n");
        foreach (var type in types)
            text.Append($"{Alias(type)}: {string.Join(", ", Constructed(type))}{string.Concat(Added(type).Select(member => $"; {member}"))}\n");
        return text.ToString();
    }

    private static string Interfaces()
    {
        var interfaces = typeof(FleetClient).Assembly.GetTypes().Where(type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable)));
        var text = new StringBuilder("\n# Grain interfaces and their methods.\n");
        foreach (var type in interfaces.OrderBy(type => type.FullName, StringComparer.Ordinal))
            text.Append($"{Alias(type) ?? type.Name}: {string.Join("; ", type.GetMethods().Select(Method).Order(StringComparer.Ordinal))}\n");
        return text.ToString();
    }

    private static string Method(MethodInfo method) =>
        $"{method.GetCustomAttribute<AliasAttribute>()?.Alias ?? method.Name}({string.Join(", ", method.GetParameters().Select(p => Name(p.ParameterType)))}) {Name(method.ReturnType)}";

    private static IEnumerable<string> Constructed(Type type) =>
        type.GetConstructors().Where(constructor => !IsCopy(constructor, type)).OrderByDescending(constructor => constructor.GetParameters().Length)
            .Take(1).SelectMany(constructor => constructor.GetParameters()).Select(p => $"{p.Name} {Name(p.ParameterType)}");

    private static IEnumerable<string> Added(Type type) =>
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let id = property.GetCustomAttribute<IdAttribute>()
        where id is not null && !property.IsDefined(typeof(CompilerGeneratedAttribute))
        orderby id.Id
        select $"{id.Id} {property.Name} {Name(property.PropertyType)}";

    private static bool IsCopy(ConstructorInfo constructor, Type type) => constructor.GetParameters() is [var only] && only.ParameterType == type;

    private static string? Alias(Type type) => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    private static string Name(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? $"{Name(inner)}?"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
