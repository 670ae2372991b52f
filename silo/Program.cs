using DeskFleet.Silo.Cli;

return await new SiloCommand().Run(args);
