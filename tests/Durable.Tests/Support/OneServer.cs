// One server for all of these tests; other projects start one for the classes that want it.
[assembly: AssemblyFixture(typeof(DeskFleet.Durable.Tests.Support.PostgresServer))]
