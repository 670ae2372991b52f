using DeskFleet.Silo;

return await DeskFleetSilo.CreateBuilder(args).Run();
