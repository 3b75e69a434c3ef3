using Haggle.Testbed;
using Haggle.Testbed.Aws;

namespace Haggle.EndToEnd.Tests.Aws;

/// <summary>The whole way on EC2: the real command line, server and agent against the EC2 fake, whose instances are computers with a real sshd.</summary>
public sealed class Ec2RunTests
{
    private const string Task = """
        name: far
        resources: {infra: aws, accelerators: "T4:1", use_spot: true}
        workdir: .
        run: |
          cat greeting.txt
          cd "$HAGGLE_CHECKPOINT_DIR"
          i=0 h=1
          if [ -e state ]; then read -r i h < state; echo "continuing at $i"; fi
          while [ $i -lt 130 ]; do
            i=$((i+1))
            h=$(( (h * 31 + i) % 1000003 ))
            if [ $((i % 5)) = 0 ]; then
              echo "$i $h" > .next && mv .next state
              echo "::haggle checkpoint step=$i path=state"
            fi
            echo "::haggle progress step=$i of=130"
            sleep 0.2
          done
          echo "final $i $h"
        checkpoint: {path: save, every: 1s, keep: 3}
        """;

    // About half a minute where nothing else runs: most of it is the notice, which is a real one.
    [Fact(Explicit = true)]
    public async Task A_training_on_spot_is_taken_back_and_ends_in_another_zone_with_nothing_left_and_the_bill_of_the_clouds_own_meter()
    {
        if (SshSite.Obstacle() is { Length: > 0 } obstacle) Assert.Skip(obstacle);
        var cancellation = TestContext.Current.CancellationToken;
        await using var ec2 = await Ec2Site.StartAsync(cancellation);
        ec2.Cloud.Price("us-east-1a", "g4dn.xlarge", 0.1578m);
        ec2.Cloud.Price("us-east-1b", "g4dn.xlarge", 0.2104m);
        await using var home = NewHome(ec2);
        home.Write("greeting.txt", "hello from here\n");
        var run = await home.LaunchAsync("-y", home.Write("far.yaml", Task));
        await home.UntilLogAsync(run, "::haggle progress step=15 ");
        var first = Assert.Single(ec2.Cloud.Instances);
        Assert.Equal(("us-east-1a", true), (first.Zone, first.IsSpot));

        // AWS needs the machine, and its zone has nothing left.
        ec2.Cloud.Refusing[("us-east-1a", "g4dn.xlarge")] = "InsufficientInstanceCapacity";
        ec2.Cloud.Interrupt(first.Id, TimeSpan.FromSeconds(15));
        var over = await home.UntilOverAsync(run);
        Assert.True(over.Outcome == "succeeded", $"{over.Outcome}: {over.Reason}\n{ec2.Trouble}");
        var log = await home.LogsAsync(run);
        Assert.Contains("hello from here\n", log, StringComparison.Ordinal);
        Assert.Contains("continuing at ", log, StringComparison.Ordinal);
        Assert.Contains($"final 130 {Expected(130)}\n", log, StringComparison.Ordinal);
        Assert.Equal(["us-east-1a", "us-east-1b"], ec2.Cloud.Instances.Select(each => each.Zone));

        Assert.All(ec2.Cloud.Instances, each => Assert.NotNull(each.EndedAt));
        var bill = await home.BillAsync(run);

        // Each machine's cost is rounded by itself, to the nano-dollar.
        Assert.InRange(bill.TotalNanoUsd - (ec2.Cloud.Instances.Sum(ec2.Cloud.Owed) * 1_000_000_000m), -2, 2);
        Assert.Equal("", ec2.Trouble);
        await home.OkAsync("sweep", "--remove", "--shared");
        Assert.Empty(ec2.Cloud.KeyPairs);
        Assert.Empty(ec2.Cloud.Groups);
        await home.LeavesNothingAsync();
    }

    [Fact(Explicit = true)]
    public async Task A_notebook_on_a_machine_of_aws_comes_from_the_next_zone_and_is_given_back_when_nobody_uses_it()
    {
        if (SshSite.Obstacle() is { Length: > 0 } obstacle) Assert.Skip(obstacle);
        var cancellation = TestContext.Current.CancellationToken;
        await using var ec2 = await Ec2Site.StartAsync(cancellation);
        ec2.Cloud.Price("us-east-1a", "g4dn.xlarge", 0.1578m);
        ec2.Cloud.Price("us-east-1b", "g4dn.xlarge", 0.2104m);
        ec2.Cloud.Refusing[("us-east-1a", "g4dn.xlarge")] = "InsufficientInstanceCapacity";
        await using var home = NewHome(ec2);
        var modules = Directory.CreateDirectory(Path.Combine(ec2.Site.Folder, "modules", "jupyterlab")).FullName;
        await File.WriteAllTextAsync(Path.Combine(modules, "__init__.py"), "", cancellation);
        await File.WriteAllTextAsync(Path.Combine(modules, "__main__.py"), NotebookTests.FakeJupyter, cancellation);
        using var command = home.Start("jupyter", "--on", "g4dn.xlarge", "--cloud", "aws", "--idle", "20s", "--no-open", "--json", "-y", "--env", "PYTHONPATH=" + Path.GetDirectoryName(modules));
        var notebook = await NotebookTests.AddressAsync(command);
        var token = notebook.Address.Split("token=")[1];
        using var http = new HttpClient();
        Assert.Contains("last_activity", await http.GetStringAsync(new Uri($"http://127.0.0.1:{notebook.LocalPort}/api/status?token={token}"), cancellation), StringComparison.Ordinal);
        Assert.Equal("us-east-1b", Assert.Single(ec2.Cloud.Instances).Zone);

        // Nobody uses it any more.
        (await command.EndAsync()).Expect(0);
        await Wait.UntilAsync("the machine is given back", () => ec2.Cloud.Instances.All(each => each.EndedAt is not null));

        // What is left of somebody's machine goes by itself when a server looks; what is another one's stays.
        var mine = ec2.Cloud.Instances[0].Tags["haggle:owner"];
        ec2.Cloud.Left.AddRange([("disk", "vol-mine", "us-east-1", mine, 150), ("disk", "vol-other", "us-east-1", "other123", 150)]);
        await home.OkAsync("server", "stop");
        await home.OkAsync("status");
        await Wait.UntilAsync("the disk is removed", () => ec2.Cloud.Left is [("disk", "vol-other", _, _, _)]);
        Assert.Equal("", ec2.Trouble);
        await home.LeavesNothingAsync();
    }

    internal static Home NewHome(Ec2Site ec2)
    {
        var home = new Home().With("HAGGLE_AWS_ENDPOINT", ec2.Server.Endpoint).With("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE").With("AWS_SECRET_ACCESS_KEY", "hush").With("AWS_EC2_METADATA_DISABLED", "true");
        home.Configure($$"""
            aws:
              regions: [us-east-1]
              own_address: 203.0.113.7/32
              key: {{Path.Combine(ec2.Site.Folder, "key")}}
              login: root

            """);
        return home;
    }

    private static long Expected(int steps)
    {
        long hash = 1;
        for (var i = 1; i <= steps; i++) hash = ((hash * 31) + i) % 1000003;
        return hash;
    }
}
