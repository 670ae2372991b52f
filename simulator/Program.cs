using DeskFleet.Simulator.Cli;

return await SimulatorCli.Run(args, Console.Out, Console.Error);
