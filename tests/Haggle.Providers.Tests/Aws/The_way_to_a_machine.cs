using System.Text;
using System.Text.Json;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Aws;
using Haggle.Providers.Hosts;
using Haggle.Providers.Tests.Rentals;
using Haggle.Testbed;
using Haggle.Testbed.Aws;
using Haggle.Wire.Agent;

namespace Haggle.Providers.Tests.Aws;

/// <summary>The whole way, with a real sshd on a computer of its own: launch, boot script, agent brought and started, talked to, and ended by its own switch.</summary>
public sealed class The_way_to_a_machine
{
    // Longer than any machine is slow.
    private const double Long = 1800;

    private static readonly OwnerId Mine = new("mine1234");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_agent_is_brought_once_and_answers_and_the_machine_ends_when_nobody_renews_its_lease()
    {
        var built = BuiltAgent.Find();
        if (SshSite.Obstacle() is { Length: > 0 } obstacle) Assert.Skip(obstacle);
        await using var site = await SshSite.MakeAsync(Cancellation);
        await using var ground = await AwsGround.StartAsync();
        ground.Settings = ground.Settings with { LoginUser = "root" };
        var request = ground.Request(Mine, 0);
        request = request with { AgentConfiguration = JsonSerializer.SerializeToUtf8Bytes(new AgentConfiguration { Token = request.Token.Value, Epoch = 1, Key = "a-key-of-a-test", FirstLeaseSeconds = Long }, AgentJson.Default.AgentConfiguration) };
        var machine = Assert.IsType<LaunchOutcome.Launched>(await ground.OpenAws().LaunchAsync(request, Cancellation)).Machine;
        var instance = ground.Cloud.Instances.Single();
        using var door = new AwsDoor(ground.OpenAccount(TimeProvider.System), new SshSettings { Folder = Path.Combine(site.Folder, "ssh"), ConfigurationFile = site.Configuration }, "", await BuiltAgent.WrapAsync(site, built, Cancellation));
        Assert.False(((IMachineDoor)door).SharesDisk);
        Assert.True((await Assert.ThrowsAsync<ProviderException>(() => door.OpenAsync(machine, Cancellation))).IsTransient);

        ground.Time.Pass(TimeSpan.FromMinutes(1));
        await using var computer = await BootedComputer.StartAsync(site, "ec2", Encoding.UTF8.GetString(Convert.FromBase64String(instance.Asked["UserData"])), Cancellation);
        instance.PublicAddress = computer.Address;
        Assert.Contains("--unit=haggle-unclaimed --on-active=1200", await computer.InsideAsync("cat /opt/timers", Cancellation), StringComparison.Ordinal);
        await AnswerAsync(door, machine, Long);
        var brought = await computer.InsideAsync($"stat -c '%Y %i %a' {AwsUserData.AgentFile}; stat -c %a /opt/haggle {AwsUserData.Home}/agent.json", Cancellation);
        Assert.EndsWith("700\n700\n600\n", brought, StringComparison.Ordinal);
        await AnswerAsync(door, machine, Long);
        Assert.StartsWith(brought[..brought.IndexOf('\n', StringComparison.Ordinal)], await computer.InsideAsync($"stat -c '%Y %i %a' {AwsUserData.AgentFile}", Cancellation), StringComparison.Ordinal);
        var shell = await door.ShellAsync(machine, Cancellation);
        Assert.Equal("ssh", shell.Program);

        // After one more call nobody renews the lease: the agent ends, and the machine with it.
        await AnswerAsync(door, machine, leaseSeconds: 2);
        var down = "";
        for (var i = 0; i < 1500 && down.Length == 0; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancellation);
            down = await computer.InsideAsync("cat /opt/down 2>/dev/null || :", Cancellation);
        }

        Assert.Equal("down\n", down);
    }

    // One call, as the server makes it, with the lease that it gives.
    private static async Task AnswerAsync(AwsDoor door, MachineId machine, double leaseSeconds)
    {
        Exception? last = null;
        for (var i = 0; i < 900; i++)
        {
            try
            {
                await using var stream = await door.OpenAsync(machine, Cancellation);
                var line = new AgentLine(stream);
                await line.WriteAsync(new AgentRequest { Type = "call", Key = "a-key-of-a-test", Epoch = 1, LeaseSeconds = leaseSeconds }, AgentJson.Default.AgentRequest, Cancellation);
                if (await line.ReadAsync(AgentJson.Default.AgentReply, Cancellation) is { State: not null }) return;
            }
            catch (Exception fault) when (fault is ProviderException { IsTransient: true } or IOException)
            {
                last = fault;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancellation);
        }

        throw new InvalidOperationException("the agent does not answer", last);
    }
}
