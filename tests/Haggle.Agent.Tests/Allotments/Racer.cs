using System.Diagnostics;
using System.Globalization;
using Haggle.Agent.Allotments;
using Haggle.Agent.Hosts;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Tests.Allotments;

/// <summary>
/// A process that takes accelerators and gives them back until it is killed. Whether it has them alone is proven beside the allotments, by a lock on a file for each
/// card, which the system gives to one process and takes from a dead one.
/// </summary>
internal static class Racer
{
    public const int Cards = 4;

    public static GpuMessage[] Gpus { get; } =
        [.. Enumerable.Range(0, Cards).Select(i => new GpuMessage { Index = i, Id = Name(i), Uuid = Name(i), Name = "T", Maker = "NVIDIA", MemoryMib = 1000 })];

    public static async Task<int> RunAsync(string folder, string owner, int seed)
    {
        var dice = new Random(seed);
        var book = Book(folder);
        var start = HostProcess.StartOf(Environment.ProcessId);
        for (var i = 0; ; i++)
        {
            var token = string.Create(CultureInfo.InvariantCulture, $"{owner}.{Environment.ProcessId}.{start}.{i}");
            var wish = new AllotRequest { Token = token, Owner = owner, Gpus = 1 + dice.Next(2), LeaseSeconds = 0.1 };
            var answer = await book.AllotAsync(wish, Gpus, CancellationToken.None);
            if (answer.Allotment is null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
                continue;
            }

            // Now and then the program begins before its agent has taken the allotment over, and lives longer than the lease.
            if (dice.Next(2) == 0) await book.RenewAsync(token, 0.1, Environment.ProcessId, CancellationToken.None);
            Prove(folder, answer.Allotment, dice);
            var freed = dice.Next(4) == 0 ? answer : await book.FreeAsync(token, Environment.ProcessId, CancellationToken.None);
            Console.WriteLine(freed.Outcome == AllotAnswer.Busy ? "busy" : "given");
            // What was not given back stands for as long as this process lives: it must not starve the race.
            if (ReferenceEquals(freed, answer)) await book.FreeAsync(token, Environment.ProcessId, CancellationToken.None);
        }
    }

    /// <summary>The book of a folder, in which a token names the process that its programs are.</summary>
    public static AllotmentBook Book(string folder) => new(Path.Combine(folder, "allotments"), new AllotmentLife("boot", 0, Runs, HostProcess.Lives), TimeProvider.System);

    public static Process Start(string folder, string owner, int seed) => Process.Start(new ProcessStartInfo
    {
        FileName = Environment.ProcessPath!,
        ArgumentList = { "race-until-killed", folder, owner, seed.ToString(CultureInfo.InvariantCulture) },
        RedirectStandardOutput = true,
    })!;

    private static bool Runs(string token) =>
        token.Split('.') is [_, var id, var start, _] && HostProcess.Lives(int.Parse(id, CultureInfo.InvariantCulture), long.Parse(start, CultureInfo.InvariantCulture));

    private static void Prove(string folder, AllotmentMessage allotment, Random dice)
    {
        var held = new List<FileStream>();
        foreach (var gpu in allotment.Gpus)
        {
            try
            {
                held.Add(new FileStream(Path.Combine(folder, gpu.Id + ".proof"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                Console.WriteLine($"DOUBLE {gpu.Id}");
            }
        }

        // Long enough now and then for the lease to run out meanwhile.
        Thread.SpinWait(dice.Next(20) == 0 ? 2_000_000 : dice.Next(20_000));
        foreach (var file in held) file.Dispose();
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"GPU-{index}");
}
