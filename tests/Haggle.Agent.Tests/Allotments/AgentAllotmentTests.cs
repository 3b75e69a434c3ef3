using System.Diagnostics;
using Haggle.Agent.Allotments;
using Haggle.Agent.Tests.Hosts;
using Haggle.Agent.Tests.Running;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Tests.Allotments;

public sealed class AgentAllotmentTests
{
    [Fact]
    public async Task An_agent_takes_its_allotment_over_shows_its_cards_to_the_program_and_gives_them_back_in_the_end()
    {
        using var driver = new PretendedDriver();
        await AllotAsync(driver, "agent-1", lease: 1);
        await using (var machine = new TestMachine(token: "agent-1", environment: driver.Environment))
        {
            var state = await machine.RunAsync(machine.Order("run", "echo cards $CUDA_VISIBLE_DEVICES of $HAGGLE_GPU_COUNT", id: "r") with { Environment = new() { ["CUDA_VISIBLE_DEVICES"] = "0,1,2,3" } });
            Assert.Equal(0, state.ExitCode);
            Assert.Contains("cards GPU-2 of 1", machine.Log, StringComparison.Ordinal);
            Assert.Contains("GPU-2", await machine.ExecAsync("echo $CUDA_VISIBLE_DEVICES"), StringComparison.Ordinal);
            Assert.True(System.IO.File.Exists(File(driver, "agent-1")));
            await machine.AskAsync(machine.Request("end"));
            await TestMachine.Until(() => !System.IO.File.Exists(File(driver, "agent-1")), "the allotment is given back");
        }
    }

    [Fact]
    public async Task An_agent_that_is_killed_leaves_no_allotment_behind_once_its_programs_are_dead()
    {
        using var driver = new PretendedDriver();
        await AllotAsync(driver, "agent-2", lease: 600);
        await using var machine = new TestMachine(token: "agent-2", environment: driver.Environment);
        await machine.CallAsync(machine.Order("run", "sleep 600"));
        await machine.WaitAsync(s => s.Phase == "running", "the program runs");
        using (var agent = Process.GetProcessById(machine.AgentId)) agent.Kill();
        await TestMachine.Until(() => !System.IO.File.Exists(File(driver, "agent-2")), "the guard has given the allotment back");
    }

    private static string File(PretendedDriver driver, string token) => Path.Combine(driver.Allotments, token + ".json");

    private static async Task AllotAsync(PretendedDriver driver, string token, double lease)
    {
        GpuMessage[] cards = [new GpuMessage { Index = 2, Id = "GPU-2", Uuid = "GPU-2", Name = "T", Maker = "NVIDIA", MemoryMib = 1000 }];
        var wish = new AllotRequest { Token = token, Owner = "o", Gpus = 1, LeaseSeconds = lease };
        var answer = await new AllotmentBook(driver.Allotments, AllotmentLife.OfThisHost(), TimeProvider.System).AllotAsync(wish, cards, CancellationToken.None);
        Assert.Equal(AllotAnswer.Given, answer.Outcome);
    }
}
