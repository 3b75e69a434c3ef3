using Haggle.Simulation;
using Haggle.Simulation.Ec2;

// The pump lives on the pool's only thread; the main thread just waits for it.
return await Task.Run(() => args is ["ec2", .. var rest] ? Ec2Command.RunAsync(rest, Console.Out, Console.Error) : Command.RunAsync(args, Console.Out, Console.Error));
