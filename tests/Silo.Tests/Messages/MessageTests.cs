using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Orleans.Serialization;

namespace DeskFleet.Silo.Tests.Messages;

/// <summary>What is sent and stored: immutable, named for ever, and the same on the other side.</summary>
public sealed class MessageTests
{
    private static readonly Type[] All =
    [
        .. from assembly in new[] { typeof(Command).Assembly, typeof(FleetClient).Assembly }
           from type in assembly.GetTypes()
           where type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) && !type.IsAssignableTo(typeof(Exception))
           orderby type.FullName
           select type,
    ];

    private static readonly Type[] Bases = [typeof(Command), typeof(Reply), typeof(FleetEvent)];

    private static readonly Type[] Collections = [typeof(ImmutableArray<>), typeof(ImmutableSortedDictionary<,>)];

    private static readonly Serializer Wire = new ServiceCollection().AddSerializer(serializer => serializer
        .AddAssembly(typeof(Command).Assembly)
        .AddAssembly(typeof(FleetClient).Assembly)).BuildServiceProvider().GetRequiredService<Serializer>();

    public static TheoryData<Type> Types { get; } = [.. All];

    public static TheoryData<Type> ConcreteTypes { get; } = [.. All.Where(type => !type.IsAbstract)];

    [Fact]
    public void Types_OfTheProtocol_AreFound() => Assert.InRange(All.Length, 100, 1000);

    [Fact]
    public void Messages_AllCommandsRepliesAndEvents_AreSerializable() =>
        Assert.All(
            typeof(Command).Assembly.GetTypes().Where(type => Bases.Any(type.IsAssignableTo)),
            type => Assert.Contains(type, All));

    [Fact]
    public void Aliases_OfAllTypes_AreUniqueAndBeginWithOurName()
    {
        Assert.All(All, type => Assert.StartsWith("deskfleet.", AliasOf(type)));
        Assert.Empty(All.GroupBy(AliasOf).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_ItsMembers_CanNotChange(Type type)
    {
        Assert.True(type.IsAbstract || type.IsValueType || type.IsSealed, $"{type} can be derived from.");
        Assert.True(type.IsDefined(typeof(ImmutableAttribute)) || type.Namespace == typeof(FleetClient).Namespace, $"{type} is not marked [Immutable].");
        Assert.All(type.GetProperties(BindingFlags.Public | BindingFlags.Instance), property =>
        {
            Assert.True(IsReadOnly(property), $"{type}.{property.Name} can be set.");
            Assert.True(IsImmutable(property.PropertyType), $"{type}.{property.Name} is a {property.PropertyType}, which can change.");
        });
        Assert.All(
            type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance),
            field => Assert.True(field.IsInitOnly || field.Name.StartsWith('<'), $"{type}.{field.Name} can be written."));
    }

    [Theory]
    [MemberData(nameof(ConcreteTypes))]
    public void Type_SentOverTheWire_ArrivesTheSame(Type type)
    {
        var sample = new Samples().Of(type);

        var arrived = Wire.Deserialize<object>(Wire.SerializeToArray<object>(sample));

        Assert.Equal(Dump.Of(sample), Dump.Of(arrived));
    }

    [Theory]
    [MemberData(nameof(ConcreteTypes))]
    public void Type_StoredAsJson_IsReadBackTheSame(Type type)
    {
        var sample = new Samples().Of(type);
        var declared = Bases.SingleOrDefault(type.IsAssignableTo) ?? type;

        var json = JsonSerializer.Serialize(sample, declared, FleetJson.Options);
        var back = JsonSerializer.Deserialize(json, declared, FleetJson.Options);

        Assert.Equal(Dump.Of(sample), Dump.Of(back));
    }

    private static string AliasOf(Type type) => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias ?? "";

    private static bool IsReadOnly(PropertyInfo property) =>
        property.SetMethod is not { IsPublic: true } set || set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));

    private static bool IsImmutable(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(Instant) || type == typeof(Duration) || type == typeof(Type)
        || All.Contains(type)
        || (Nullable.GetUnderlyingType(type) is { } underlying && IsImmutable(underlying))
        || (type.IsGenericType && Collections.Contains(type.GetGenericTypeDefinition()) && type.GetGenericArguments().All(IsImmutable));
}
