using System.Diagnostics;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Tests.Allotments;

public sealed class RaceTests
{
    private const int Racers = 4;
    private const int Kills = 20;
    private const int Races = 2000;

    [Fact]
    public async Task Two_owners_race_for_cards_and_are_killed_in_the_middle_yet_no_card_is_given_twice_and_all_are_free_in_the_end()
    {
        var folder = Directory.CreateTempSubdirectory("haggle-race-").FullName;
        var dice = new Random(20261121);
        var lines = new LineCount();
        var racers = new List<(Process Process, Task Reading)>();
        try
        {
            for (var started = 0; started < Racers + Kills || lines.Given < Races; started++)
            {
                if (racers.Count == Racers)
                {
                    // A victim is killed after so many more races of all, at whatever it is doing then.
                    var after = lines.Given + dice.Next(1, 2 * Races / Kills);
                    await Running.TestMachine.Until(() => lines.Given >= after, "the race goes on");
                    await KillAsync(racers[dice.Next(Racers)], racers);
                }

                var process = Racer.Start(folder, $"owner-{started % 2}", started);
                racers.Add((process, lines.ReadAsync(process)));
            }

            foreach (var racer in racers.ToArray()) await KillAsync(racer, racers);
            Assert.Equal([], lines.Doubles);
            Assert.Equal(0, lines.Busy);
            Assert.True(lines.Given >= Races);
            await AllAreFreeAsync(folder);
        }
        finally
        {
            foreach (var racer in racers.ToArray()) await KillAsync(racer, racers);
            Directory.Delete(folder, recursive: true);
        }
    }

    // The dead are found dead once their short leases have run out.
    private static async Task AllAreFreeAsync(string folder)
    {
        var book = Racer.Book(folder);
        AllotAnswer answer;
        var wish = new AllotRequest { Token = "all", Owner = "last", Gpus = Racer.Cards };
        var began = Stopwatch.GetTimestamp();
        while ((answer = await book.AllotAsync(wish, Racer.Gpus, CancellationToken.None)).Outcome != AllotAnswer.Given)
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60), answer.Why);
        Assert.Equal(AllotAnswer.Gone, (await book.FreeAsync("all", 0, CancellationToken.None)).Outcome);
        Assert.Empty((await book.ListAsync(Racer.Gpus, CancellationToken.None)).All);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder, "allotments")));
    }

    private static async Task KillAsync((Process Process, Task Reading) racer, List<(Process, Task)> racers)
    {
        racers.Remove(racer);
        racer.Process.Kill();
        await racer.Process.WaitForExitAsync(CancellationToken.None);
        await racer.Reading;
        racer.Process.Dispose();
    }

    private sealed class LineCount
    {
        private readonly Lock gate = new();
        private readonly List<string> doubles = [];
        private int given;
        private int busy;

        public int Given => Volatile.Read(ref given);

        public int Busy => Volatile.Read(ref busy);

        public string[] Doubles
        {
            get
            {
                lock (gate) return [.. doubles];
            }
        }

        public async Task ReadAsync(Process process)
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line == "given") Interlocked.Increment(ref given);
                else if (line == "busy") Interlocked.Increment(ref busy);
                else if (line.StartsWith("DOUBLE", StringComparison.Ordinal)) lock (gate) doubles.Add(line);
            }
        }
    }
}
