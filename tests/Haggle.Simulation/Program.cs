using Haggle.Simulation;
using Haggle.Simulation.Ec2;
using Haggle.Simulation.Pools;

// The pump lives on the pool's only thread; the main thread just waits for it.
return await Task.Run(() => args switch
{
    ["ec2", .. var rest] => Ec2Command.RunAsync(rest, Console.Out, Console.Error),
    ["pool", .. var rest] => PoolCommand.RunAsync(rest, Console.Out, Console.Error),
    _ => Command.RunAsync(args, Console.Out, Console.Error),
});
