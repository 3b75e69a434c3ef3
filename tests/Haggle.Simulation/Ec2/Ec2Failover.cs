using System.Globalization;

namespace Haggle.Simulation.Ec2;

/// <summary>
/// How long it takes from a run that is submitted to a machine when fifty offers have no capacity: the real engine and provider against the EC2 fake, on virtual
/// time, with answers that take as long as EC2's do.
/// </summary>
internal static class Ec2Failover
{
    private static readonly string[] Regions = ["us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1"];

    /// <summary>RunInstances takes 0.7 to 1.3 seconds until it says that there is no capacity; everything else takes 0.1 to 0.4.</summary>
    private static (TimeSpan Min, TimeSpan Max) Travel(string action) => action == "RunInstances"
        ? (TimeSpan.FromMilliseconds(350), TimeSpan.FromMilliseconds(650))
        : (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200));

    public static async Task<int> RunAsync(ulong seed, TextWriter? trace, TextWriter output)
    {
        var zones = Regions.SelectMany(region => "abcde".Select(letter => region + letter)).ToDictionary(zone => zone, _ => new[] { "g4dn.xlarge", "p3.2xlarge" });
        zones["eu-central-1f"] = ["p3.8xlarge"];
        var world = Ec2World.Calm(seed, zones, Travel, trace);
        var tries = new List<DateTimeOffset>();
        foreach (var (zone, types) in zones)
            foreach (var type in types.Where(type => type != "p3.8xlarge")) world.Cloud.Refusing[(zone, type)] = "InsufficientInstanceCapacity";
        world.Heard = action =>
        {
            if (action == "RunInstances") tries.Add(world.Pump.Now);
        };
        await world.RunAsync();
        var machine = world.Cloud.Instances.FirstOrDefault();
        if (world.Broke is not null || machine is null || tries.Count <= 50)
        {
            await output.WriteLineAsync($"no failover: {world.Broke}; {tries.Count} attempts, {world.Cloud.Instances.Count} machines");
            return 1;
        }

        var (took, pace) = (tries[50] - world.SubmittedAt, tries.Zip(tries.Skip(1), (one, next) => next - one).Take(50).Max());
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"50 offers without capacity, a machine with the 51st call {took.TotalSeconds:0.0} s after the run was submitted; {pace.TotalSeconds:0.0} s between two attempts at most"));
        return 0;
    }
}
