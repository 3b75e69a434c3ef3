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
