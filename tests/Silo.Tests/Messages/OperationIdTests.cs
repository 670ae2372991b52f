using System.Reflection;
using DeskFleet.Contracts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Silo.Tests.Messages;

/// <summary>Whatever a backend can ask for and changes something, it can ask for again.</summary>
public sealed class OperationIdTests
{
    /// <summary>Questions, and figures that are told to the telemetry and kept nowhere.</summary>
    private static readonly string[] ChangesNothing = ["Statement", "DescribeBundle", "DescribeImage", "DescribeKey", nameof(FleetClient.ReportMeasured)];

    public static TheoryData<string> Calls() => [.. Changing().Select(method => method.ToString()!)];

    [Theory, MemberData(nameof(Calls))]
    public void Call_ThatChangesSomething_TakesAnOperationId(string call)
    {
        var method = Changing().Single(method => method.ToString() == call);

        Assert.Contains(method.GetParameters(), parameter => Carries(parameter.ParameterType));
    }

    [Fact]
    public void Calls_ThatWait_TakeACancellationToken() => Assert.All(
        typeof(FleetClient).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => method.ReturnType.Name.StartsWith("Task", StringComparison.Ordinal) || method.ReturnType.Name.StartsWith("IAsyncEnumerable", StringComparison.Ordinal)),
        method => Assert.Equal(typeof(CancellationToken), method.GetParameters()[^1].ParameterType));

    [Fact]
    public void Calls_ThatChangeSomething_AreMany() => Assert.InRange(Changing().Count(), 40, 100);

    private static IEnumerable<MethodInfo> Changing() =>
        from method in typeof(FleetClient).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where method.ReturnType == typeof(Task<Reply>) || method.ReturnType == typeof(Task<BatchReply>) || method.Name == nameof(FleetClient.AnnounceUpdate)
        where method.GetParameters() is not [{ ParameterType: var first }, { ParameterType: var second }, ..] || (first, second) != (typeof(Entity), typeof(Command))
        where !ChangesNothing.Contains(method.Name)
        select method;

    private static bool Carries(Type parameter) =>
        parameter == typeof(OperationId) || parameter.IsAssignableTo(typeof(Operation)) || parameter.GetGenericArguments().Any(item => Carries(item) || IsBatchItem(item));

    private static bool IsBatchItem(Type item) => item.IsGenericType && item.GetGenericTypeDefinition() == typeof(BatchItem<>);
}
