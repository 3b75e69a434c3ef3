using System.Text.Json;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Hosts;
using Haggle.Providers.Rentals;
using Haggle.Providers.Tests.Vast;
using Haggle.Testbed;
using Haggle.Wire.Agent;

namespace Haggle.Providers.Tests.Rentals;

/// <summary>The whole way, with a real sshd on a computer of its own: rental, start script, agent brought and started, talked to, and ended by its own switch.</summary>
public sealed class The_way_to_a_rented_machine
{
    // Longer than any machine is slow.
    private const double Long = 1800;

    private static readonly OwnerId Mine = new("mine1234");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_agent_is_brought_once_and_answers_and_the_machine_ends_itself_when_nobody_renews_its_lease()
    {
        var built = BuiltAgent.Find();
        if (SshSite.Obstacle() is { Length: > 0 } obstacle) Assert.Skip(obstacle);
        await using var site = await SshSite.MakeAsync(Cancellation);
        await using var ground = await VastGround.StartAsync();
        ground.Client = new SshSettings { Folder = Path.Combine(site.Folder, "ssh"), ConfigurationFile = site.Configuration };
        ground.AgentFile = await BuiltAgent.WrapAsync(site, built, Cancellation);
        var request = ground.Request(Mine, 0);
        request = request with { AgentConfiguration = JsonSerializer.SerializeToUtf8Bytes(new AgentConfiguration { Token = request.Token.Value, Epoch = 1, Key = "a-key-of-a-test", FirstLeaseSeconds = Long }, AgentJson.Default.AgentConfiguration) };
        var machine = Assert.IsType<LaunchOutcome.Launched>(await ground.Open().LaunchAsync(request, Cancellation)).Machine;
        var contract = ground.Market.Contracts.Single();
        ground.Market.IsStrict = false;
        var door = ground.OpenCloud(time: TimeProvider.System).Door;
        Assert.True((await Assert.ThrowsAsync<ProviderException>(() => door.OpenAsync(machine, Cancellation))).IsTransient);

        ground.Time.Pass(TimeSpan.FromMinutes(1));
        await using var computer = await BootAsync(site, contract.Script, Cancellation);
        (contract.Address, contract.SshPort) = (computer.Address, 22);
        await AnswerAsync(door, machine, Long);
        Assert.Contains("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtleQ", await computer.InsideAsync("cat /opt/.ssh/authorized_keys", Cancellation), StringComparison.Ordinal);
        var brought = await computer.InsideAsync($"stat -c '%Y %i %a' {MachineScript.AgentFile}; stat -c %a /opt/haggle {MachineScript.Home}/agent.json", Cancellation);
        Assert.EndsWith("700\n700\n600\n", brought, StringComparison.Ordinal);
        await AnswerAsync(door, machine, Long);
        Assert.StartsWith(brought[..brought.IndexOf('\n', StringComparison.Ordinal)], await computer.InsideAsync($"stat -c '%Y %i %a' {MachineScript.AgentFile}", Cancellation), StringComparison.Ordinal);
        Assert.Equal("ssh", (await door.ShellAsync(machine, Cancellation)).Program);

        // After one more call nobody renews the lease: the agent ends, and the machine asks for its own end with its own key.
        await AnswerAsync(door, machine, leaseSeconds: 2);
        var ended = "";
        for (var i = 0; i < 1500 && ended.Length == 0; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancellation);
            ended = await computer.InsideAsync("head -n 1 /opt/ended 2>/dev/null || :", Cancellation);
        }

        Assert.Equal($"-s -m 20 -X DELETE -H Authorization: Bearer key-of-the-container {ground.Server.Endpoint}api/v0/instances/7001/\n", ended);
    }

    [Fact]
    public async Task A_machine_that_starts_a_second_time_ends_itself()
    {
        if (SshSite.Obstacle() is { Length: > 0 } obstacle) Assert.Skip(obstacle);
        await using var site = await SshSite.MakeAsync(Cancellation);
        await using var ground = await VastGround.StartAsync();
        await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation);
        var script = ground.Market.Contracts.Single().Script;
        await using var computer = await BootAsync(site, script, Cancellation);
        Assert.Equal("", await computer.InsideAsync("cat /opt/ended 2>/dev/null || :", Cancellation));
        await computer.InsideAsync($"HOME=/opt CONTAINER_ID=7001 CONTAINER_API_KEY=key-of-the-container PATH={Path.Combine(site.Folder, "words")}:$PATH {Path.Combine(site.Folder, "start.sh")}; while [ ! -e /opt/ended ]; do sleep 0.1; done", Cancellation);
        Assert.Contains("-X DELETE", await computer.InsideAsync("cat /opt/ended", Cancellation), StringComparison.Ordinal);
    }

    private static async Task<SshComputer> BootAsync(SshSite site, string script, CancellationToken cancellationToken)
    {
        var words = Path.Combine(site.Folder, "words");
        Directory.CreateDirectory(words);
        await BuiltAgent.WriteAsync(Path.Combine(words, "curl"), "#!/bin/sh\necho \"$@\" >>/opt/ended\n", cancellationToken);
        var computer = await site.AddAsync("rented", new SshComputerOptions(), cancellationToken);
        var start = await BuiltAgent.WriteAsync(Path.Combine(site.Folder, "start.sh"), script, cancellationToken);
        await computer.InsideAsync($"mount -t tmpfs tmpfs /opt && HOME=/opt CONTAINER_ID=7001 CONTAINER_API_KEY=key-of-the-container PATH={words}:$PATH {start}", cancellationToken);
        return computer;
    }

    // One call, as the server makes it, with the lease that it gives.
    private static async Task AnswerAsync(IMachineDoor door, MachineId machine, double leaseSeconds)
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
