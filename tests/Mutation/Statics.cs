using System.Reflection;
using System.Runtime.CompilerServices;

namespace DeskFleet.Tests.Mutation;

/// <summary>
/// Stryker tests one mutant after the other in one process, and what is static is made only once: under whichever mutant was active
/// then, which would fail the tests of all that follow. So it is made before the first test, with no mutant active. A mutant of
/// something static cannot be killed then; <c>retest.cs</c> gives each a process of its own, with the assembly that is kept here.
/// </summary>
internal static class Statics
{
    private const int NoMutant = -1;
    private const string Mutated = "DeskFleet.Core";

#pragma warning disable CA2255 // A test project is a program: nobody loads it as a library.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Make()
    {
        if (Environment.GetEnvironmentVariable("STRYKER_MUTANT_FILE") is not { } file || Environment.GetEnvironmentVariable("DESKFLEET_MUTANT_ALONE") == "1")
            return;
        var active = File.ReadAllBytes(file);
        File.WriteAllBytes(file, BitConverter.GetBytes(NoMutant));
        var assemblies = Ours(Assembly.GetExecutingAssembly(), []);
        foreach (var type in assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => !type.ContainsGenericParameters))
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        File.WriteAllBytes(file, active);
        Keep(assemblies.Single(assembly => assembly.GetName().Name == Mutated).Location);
    }

    /// <summary>Stryker puts back the assembly without mutants when it ends. Two of its processes may be here at once.</summary>
    private static void Keep(string path)
    {
        var own = $"{path}.{Environment.ProcessId}";
        File.Copy(path, own, overwrite: true);
        File.Move(own, path + ".mutated", overwrite: true);
    }

    private static HashSet<Assembly> Ours(Assembly assembly, HashSet<Assembly> known)
    {
        if (known.Add(assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("DeskFleet.", StringComparison.Ordinal)))
                Ours(Assembly.Load(name), known);
        }

        return known;
    }
}
