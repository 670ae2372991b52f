using DeskFleet.Silo;
using DeskFleet.Silo.Cli;

PrivateFiles.ByDefault();
return await new SiloCommand().Run(args);
