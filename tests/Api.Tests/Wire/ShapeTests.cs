using System.Reflection;
using System.Text.Json.Serialization;
using DeskFleet.Silo.Api;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace DeskFleet.Api.Tests.Wire;

/// <summary>Our records are shapes of the model: a name misspelt would be a member that no client ever sends or reads.</summary>
public sealed class ShapeTests
{
    [Fact]
    public void Requests_EveryProperty_IsAMemberOfTheModel() =>
        Assert.All(Operations(), operation => AssertFits(operation.Request, operation.Wire.Input!, operation.Wire.Name));

    [Fact]
    public void Requests_WhatTheModelRequires_IsRead() => Assert.All(Operations(), operation =>
    {
        var read = operation.Request.GetProperties().Select(NameOf).ToHashSet();
        // Passwords are checked against their shape and go no further.
        Assert.Empty(operation.Wire.Input!.Required.Except(read).Except(["Password"]));
    });

    /// <summary>Patterns are those of another language's: each that a request meets must be one here, too.</summary>
    [Fact]
    public void Patterns_OfAllRequests_CanBeMatched()
    {
        var seen = new HashSet<WireType>();
        foreach (var operation in WireService.All.SelectMany(service => service.Operations.Values))
            Walk(operation.Input, seen);

        Assert.Contains(seen, type => type.Pattern is not null);
        Assert.All(seen, type => type.Matches("any text"));
    }

    private static void Walk(WireType? type, HashSet<WireType> seen)
    {
        if (type is null || !seen.Add(type))
            return;
        foreach (var next in type.Members.Values.Append(type.Item).Append(type.Key))
            Walk(next, seen);
    }

    [Fact]
    public void Table_OperationsOfTheModel_AreServedOrSaidNotToBe()
    {
        var served = Operations().Select(operation => (operation.Service.Name, operation.Wire.Name)).ToHashSet();

        Assert.All(WireService.All.SelectMany(service => service.Operations.Values.Select(operation => (service, operation))), row =>
            Assert.True(row.operation.IsServed || !served.Contains((row.service.Name, row.operation.Name))));
    }

    internal static IEnumerable<ApiOperation> Operations()
    {
        var services = new ServiceCollection();
        services.AddApiOperations();
        return services.Where(service => service.ServiceType == typeof(IApiModule))
            .Select(service => (IApiModule)Empty(service.ImplementationType!))
            .Aggregate(new ApiTable([]), (table, module) =>
            {
                module.AddTo(table);
                return table;
            }).All;
    }

    /// <summary>A module that is only asked for its operations needs nothing.</summary>
    private static object Empty(Type module) => module.GetConstructors().Single() is var constructor
        ? constructor.Invoke(new object?[constructor.GetParameters().Length])
        : throw new InvalidOperationException();

    private static void AssertFits(Type type, WireType shape, string path)
    {
        // What the model does not require must be readable without.
        var demanded = type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).First()
            .GetParameters().Where(parameter => !parameter.HasDefaultValue).Select(parameter => NameOf(type.GetProperty(parameter.Name!)!));
        Assert.Empty(demanded.Except(shape.Required));
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            Assert.True(shape.Members.TryGetValue(NameOf(property), out var member), $"{path}.{property.Name} is no member of {shape.Name}.");
            var (item, itemShape) = ItemOf(property.PropertyType) is { } of ? (of, member!.Item!) : (property.PropertyType, member!);
            if (itemShape.Kind == WireKind.Structure)
                AssertFits(item, itemShape, $"{path}.{property.Name}");
            else
                Assert.Equal(TypeOf(itemShape.Kind), Nullable.GetUnderlyingType(item) ?? item);
        }
    }

    private static Type? ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static Type TypeOf(WireKind kind) => kind switch
    {
        WireKind.Number => typeof(int),
        WireKind.Boolean => typeof(bool),
        WireKind.Real => typeof(double),
        WireKind.Timestamp => typeof(NodaTime.Instant),
        _ => typeof(string),
    };

    private static string NameOf(PropertyInfo property) => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? property.Name;
}
