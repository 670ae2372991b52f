using System.Reflection;
using System.Runtime.CompilerServices;

namespace DeskFleet.Tests.Mutation;

/// <summary>
/// Stryker tests one mutant after the other in one process, and what is static is made only once: under whichever mutant was active
/// then, which would fail the tests of all that follow. So it is made before the first test, with no mutant active. A mutant of
/// something static cannot be killed then; <c>retest.cs</c> gives each a process of its own.
/// </summary>
internal static class Statics
{
    private const int NoMutant = -1;

#pragma warning disable CA2255 // A test project is a program: nobody loads it as a library.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Make()
    {
        if (Environment.GetEnvironmentVariable("STRYKER_MUTANT_FILE") is not { } file || Environment.GetEnvironmentVariable("DESKFLEET_MUTANT_ALONE") == "1")
            return;
        var active = File.ReadAllBytes(file);
        File.WriteAllBytes(file, BitConverter.GetBytes(NoMutant));
        foreach (var type in Ours(Assembly.GetExecutingAssembly(), []).SelectMany(assembly => assembly.GetTypes()).Where(type => !type.ContainsGenericParameters))
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        File.WriteAllBytes(file, active);
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
