using System.Globalization;

namespace Haggle.EndToEnd.Tests;

public sealed class RehearsalTests
{
    private const int Reclaims = 5;

    [Fact]
    public async Task Five_reclaims_and_more_change_no_bit_of_a_training()
    {
        await using var home = new Home();
        var task = Task(home);
        var undisturbed = home.StartIn(Repository.Root, Repository.Path("haggle"), "launch", task);
        using (undisturbed) (await undisturbed.EndAsync()).Expect(0);
        using var disturbed = home.StartIn(Repository.Root, Repository.Path("haggle"), "launch", task, "--rehearse", "--reclaim-every", "24h", "--notice", "2s");
        for (var attempt = 1; attempt <= Reclaims; attempt++)
        {
            // Each attempt saves something before it is taken away, so that there is an end however slow this computer is.
            var epoch = string.Create(CultureInfo.InvariantCulture, $"{attempt:00000}-");
            await Wait.UntilAsync(
                $"attempt {attempt} has a checkpoint",
                async () => disturbed.Error.Contains("attempt 1 on", StringComparison.Ordinal) && (await home.StatusAsync("2")).Checkpoints.Any(each => each.Id.StartsWith(epoch, StringComparison.Ordinal)));
            await home.OkAsync("reclaim", "2", "--notice", "2s");
        }

        var end = (await disturbed.EndAsync()).Expect(0);

        Assert.Equal(Result(undisturbed.Out), Result(end.Out));
        var run = await home.StatusAsync("2");
        Assert.True(run.Reclaims >= Reclaims, $"only {run.Reclaims} reclaims");
        Assert.Contains("charlm: continuing at step", end.Out);
        var bill = await home.BillAsync("2");
        Assert.Equal(run.Reclaims, bill.Reclaims);
        Bills.AddUp(home, bill);
        Assert.True(bill.TotalNanoUsd > 0);
        await home.LeavesNothingAsync();
    }

    /// <summary>The example's own task, with a smaller model that is trained longer: many steps, little work in each.</summary>
    private static string Task(Home home)
    {
        var text = File.ReadAllText(Repository.Path("examples", "charlm", "task.yaml"));
        const string Run = "exec dotnet built/charlm.dll";
        Assert.Contains(Run, text);
        const string Flags = " --steps 40000 --batch 64 --hidden 128 --embedding 16 --checkpoint-every 100 --report-every 50 --sample 0";
        return home.Write("charlm.yaml", text.Replace(Run, Run + Flags, StringComparison.Ordinal));
    }

    /// <summary>
    /// What a training printed at its end. A machine that is taken between the last line and the program's end costs the end once more, so
    /// there may be more of these lines than two; but each further time must follow a continuation, and every time must tell the same.
    /// </summary>
    private static string Result(string log)
    {
        var results = new List<string>();
        foreach (var part in log.Split("charlm: continuing at step "))
        {
            var lines = part.Split('\n')
                .Where(line => line.StartsWith("final loss ", StringComparison.Ordinal) || line.StartsWith("parameters sha256 ", StringComparison.Ordinal)).ToArray();
            if (lines.Length == 2) results.Add(string.Join('\n', lines));
            else Assert.True(lines.Length == 0 || (lines.Length == 1 && lines[0].StartsWith("final loss ", StringComparison.Ordinal)), $"a result was printed in pieces or twice:\n{log}");
        }

        return Assert.Single(results.Distinct());
    }
}
