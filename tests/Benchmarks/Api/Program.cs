using DeskFleet.Benchmarks.Api;

if (args is [] or ["--help"])
{
    Console.Error.WriteLine("""
        Throughput of the HTTP API at several fleet sizes: signed requests to a silo that keeps its records in SQLite, beside an empty
        web server that answers with the same bytes, and moto_server where one is on the PATH.
          deskfleet-api-benchmark 1000 10000 50000
        """);
    return 2;
}

var sizes = args.Select(int.Parse).Order().ToList();
await using var silo = await Servers.Silo();
await Measure("DeskFleet, SQLite", new(silo.Url), sizes);
if (Servers.HasMoto)
{
    await using var moto = await Servers.Moto();
    await Measure("moto_server", new(moto.Url), sizes);
}

return 0;

static async Task Measure(string name, Fleet fleet, List<int> sizes)
{
    await fleet.Prepare();
    Console.WriteLine(name);
    Console.WriteLine("   fleet   create 25/s   describe 25 ids/s   empty server/s   directory and user/s   full listing s");
    foreach (var size in sizes)
    {
        var create = await fleet.GrowTo(size);
        var describe = await fleet.Rate(fleet.DescribeIds);
        await using var empty = await Servers.Empty(await fleet.Answer(fleet.DescribeIds()));
        var bare = await new Fleet(empty.Url).Rate(fleet.DescribeIds);
        var user = await fleet.Rate(fleet.DescribeUser);
        Console.WriteLine($"{size,8}   {create,11:0.0}   {describe,17:0}   {bare,14:0}   {user,20:0}   {await fleet.ListAll(),14:0.0}");
    }
}
