using Haggle.Simulation;

// The pump lives on the pool's only thread; the main thread just waits for it.
return await Task.Run(() => Command.RunAsync(args, Console.Out, Console.Error));
