using DeskFleet.Benchmarks.Api;

if (args is ["empty", var port, var file])
    return await Servers.ServeEmpty(int.Parse(port), await File.ReadAllBytesAsync(file));

if (args is ["attack", var kind, var target, var length])
    return await Edge.Attack(kind, target, TimeSpan.FromSeconds(double.Parse(length)));
if (args is ["edge", .. var attacks] && attacks.All(Edge.Attacks.Contains))
    return await Edge.Measure(attacks is [] ? Edge.Attacks : attacks, TimeSpan.FromSeconds(10)) ? 0 : 1;
if (args is ["beside", var earlier])
{
    await Beside.Measure(earlier);
    return 0;
}

if (Options.Of(args) is not { } options)
{
    Console.Error.WriteLine("""
        Throughput of the HTTP API at several fleet sizes: signed requests to a silo that keeps its records in SQLite, beside an empty
        web server that answers with the same bytes, and moto_server where one is on the PATH. Exits with 1 when a figure that must hold
        does not. Run it on a machine that does nothing else.
          deskfleet-api-benchmark 1000 10000 50000
          deskfleet-api-benchmark --seconds 30 1000     how long each figure is measured; 10 unless said
          deskfleet-api-benchmark beside SILO.DLL       this silo and that of another version by turns, on a busy machine too
          deskfleet-api-benchmark edge                  how long a caller's describes take while others attack
          deskfleet-api-benchmark edge slow-bodies      the same under this attack only
        """);
    return 2;
}

Report.Machine();
var silo = await Measure("DeskFleet, records in SQLite, each write on the disk", await Servers.Silo());
var moto = Servers.HasMoto ? await Measure("moto_server, records in memory", await Servers.Moto()) : [];
return Report.Verdicts(silo, moto) ? 0 : 1;

async Task<IReadOnlyList<SizeFigures>> Measure(string name, Server server)
{
    await using (server)
    {
        var measurement = new Measurement(server, options);
        Report.Heading(name);
        await measurement.Prepare();
        var figures = new List<SizeFigures>();
        foreach (var size in options.Sizes)
        {
            figures.Add(await measurement.At(size));
            Report.Row(figures[^1]);
        }

        return figures;
    }
}

/// <summary>What the command line says.</summary>
/// <param name="Sizes">Fleets to measure, from small to large.</param>
/// <param name="Length">How long each figure is measured.</param>
internal sealed record Options(IReadOnlyList<int> Sizes, TimeSpan Length)
{
    private static readonly TimeSpan DefaultLength = TimeSpan.FromSeconds(10);

    /// <summary>Null: it says something else.</summary>
    public static Options? Of(string[] args) => args switch
    {
        ["--seconds", var seconds, .. var rest] when int.TryParse(seconds, out var length) && length > 0 => Of(rest, TimeSpan.FromSeconds(length)),
        _ => Of(args, DefaultLength),
    };

    private static Options? Of(string[] sizes, TimeSpan length)
    {
        var numbers = sizes.Select(size => int.TryParse(size, out var number) ? number : 0).Order().ToList();
        return numbers.Count > 0 && numbers.All(number => number >= Fleet.Batch) ? new(numbers, length) : null;
    }
}
