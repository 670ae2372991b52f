using DeskFleet.Simulator.Chaos.Judges;

namespace DeskFleet.Simulator.Tests.Chaos.Judges;

/// <summary>The judges use none of the code that they judge.</summary>
public sealed class IndependenceTests
{
    private static string Folder => Path.Combine(Repository.Root, "simulator", "Chaos", "Judges");

    [Fact]
    public void Judges_InTheirSources_NameNothingOfTheProduct()
    {
        var files = Directory.GetFiles(Folder, "*.cs", SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var strangers = File.ReadAllLines(file)
                .Where(line => line.Contains("DeskFleet.", StringComparison.Ordinal) && !line.Contains("DeskFleet.Simulator.Chaos.Judges", StringComparison.Ordinal));
            Assert.True(!strangers.Any(), $"{file} uses the product: {string.Join("; ", strangers)}");
        }
    }

    [Fact]
    public void Judges_AsTheyAreCompiled_KeepAndTakeNothingOfTheProduct()
    {
        var types = typeof(Bench).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith(typeof(Bench).Namespace!, StringComparison.Ordinal) == true);
        var all = System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Static;
        foreach (var type in types)
        {
            var uses = type.GetFields(all).Select(field => field.FieldType)
                .Concat(type.GetMethods(all).Where(method => method.DeclaringType == type).SelectMany(method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType)));
            Assert.All(uses, used => Assert.False(
                used.Namespace?.StartsWith("DeskFleet", StringComparison.Ordinal) == true && !used.Namespace.StartsWith(typeof(Bench).Namespace!, StringComparison.Ordinal),
                $"{type} uses {used}"));
        }
    }
}
