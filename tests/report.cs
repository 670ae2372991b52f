// What a run of all tests took, and why tests were skipped: from the reports that the test programs leave in a folder.
//   dotnet run tests/report.cs -- FOLDER
using System.Globalization;
using System.Xml.Linq;

const int Slowest = 30;

if (args is not [var folder] || !Directory.Exists(folder))
{
    Console.Error.WriteLine("Give the folder of the reports: dotnet run tests/report.cs -- FOLDER");
    return 1;
}

var assemblies = Directory.EnumerateFiles(folder, "*.xml", SearchOption.AllDirectories).SelectMany(file => XDocument.Load(file).Descendants("assembly")).ToList();
var tests = assemblies.SelectMany(assembly => assembly.Descendants("test")).ToList();

Console.WriteLine($"\nThe slowest {Math.Min(Slowest, tests.Count)} of {tests.Count} tests, in seconds:");
foreach (var test in tests.OrderByDescending(Seconds).Take(Slowest))
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Seconds(test),8:F1}  {(string?)test.Attribute("name")}"));

Console.WriteLine("\nThe test programs, in seconds:");
foreach (var assembly in assemblies.OrderByDescending(Seconds))
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Seconds(assembly),8:F1}  {Path.GetFileNameWithoutExtension((string?)assembly.Attribute("name"))}"));

Console.WriteLine();
var causes = tests.Where(test => (string?)test.Attribute("result") == "Skip").GroupBy(test => (test.Element("reason")?.Value ?? "a cause that it did not say").Trim());
foreach (var cause in causes.OrderByDescending(cause => cause.Count()).ThenBy(cause => cause.Key, StringComparer.Ordinal))
    Console.WriteLine($"skipped because of: {cause.Key} ({cause.Count()} {(cause.Count() == 1 ? "test" : "tests")})");
return 0;

static double Seconds(XElement timed) => double.Parse((string?)timed.Attribute("time") ?? "0", CultureInfo.InvariantCulture);
