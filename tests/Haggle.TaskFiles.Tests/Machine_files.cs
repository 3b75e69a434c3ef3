using System.Text;
using Haggle.Core.Units;
using Haggle.TaskFiles.Machines;

namespace Haggle.TaskFiles.Tests;

public sealed class Machine_files
{
    [Fact]
    public void Everything_is_read_and_typed()
    {
        var (machine, problems) = Read("""
            name: the box
            gpus: rtx 4090:4
            parts:
              - {part: RTX 4090, price: 1599, count: 4}
              - {part: everything else, price: $2300.50}
            watts: 2100
            watts_are: measured
            watts_idle: 90
            speed: {V100: 0.9, A100-80GB: 0.5}
            terms: {electricity_per_kwh: 0.25, pue: 1.1, interest_per_year: 4%, repairs_per_year: 0.02, life_years: 4, resale: 20%}
            build: {grow_to: 4, pcie_lanes: 44, pcie_slots: 4, supply_watts: 2000, cores: 12, memory_gb: 128, disk: NVMe, card_cooling: blower}
            work: {hours_per_week: 60, months: 24, data_must_stay: yes, skills: true, proof_of_concept: no, peak_factor: 3}
            """);
        Assert.Empty(problems);
        Assert.NotNull(machine);
        Assert.Equal(("the box", "RTX4090", 4), (machine.Name, machine.Accelerator.Name, machine.Count));
        Assert.Equal([new MachinePart("RTX 4090", Money.FromUsd(1599), 4), new MachinePart("everything else", Money.FromUsd(2300.50m), 1)], machine.Parts);
        Assert.Equal((2100.0, true, 90.0), (machine.Watts!.Value, machine.WattsAreMeasured, machine.WattsIdle!.Value));
        Assert.Equal(0.9, machine.Speeds["V100"]);
        Assert.Equal((0.04m, 0.02m, 0.2m), (machine.Terms["interest_per_year"], machine.Terms["repairs_per_year"], machine.Terms["resale"]));
        Assert.Equal(("nvme", "blower", 450.0), (machine.Build!.Disk, machine.Build.CardCooling, machine.Build.CardWatts!.Value));
        Assert.Equal((60.0, 24, true, false), (machine.Work.HoursPerWeek!.Value, machine.Work.Months!.Value, machine.Work.DataMustStay!.Value, machine.Work.ProofOfConcept!.Value));
    }

    [Theory]
    [InlineData("name: box", 1, "needs the key 'gpus'")]
    [InlineData("gpus: RTX4O90", 1, "did you mean RTX4090?")]
    [InlineData("gpus: RTX4090:1.5", 1, "whole number")]
    [InlineData("gpus: RTX4090\nwatts: -5", 2, "watts must be watts from 0 to 1,000,000, but it is '-5'")]
    [InlineData("gpus: RTX4090\nprice: 12.345.6", 2, "price must be an amount of US dollars")]
    [InlineData("gpus: RTX4090\nprice: -1", 2, "price must be an amount of US dollars")]
    [InlineData("gpus: RTX4090\nterms: {pue: 0.9}", 2, "terms.pue must be a number from 1 to 10")]
    [InlineData("gpus: RTX4090\nterms: {resale: 120%}", 2, "terms.resale must be a share from 0 to 1")]
    [InlineData("gpus: RTX4090\nterms: {electricity: 0.2}", 2, "has no field 'electricity'")]
    [InlineData("gpus: RTX4090\nspeed: {V100: 0}", 2, "above zero")]
    [InlineData("gpus: RTX4090\nspeed: {V10O: 1}", 2, "did you mean V100?")]
    [InlineData("gpus: RTX4090\nwork: {hours_per_week: 200}", 2, "hours from 0 to 168")]
    [InlineData("gpus: RTX4090\nbuild: {disk: tape}", 2, "one of nvme, sata, hdd")]
    [InlineData("gpus: RTX4090\nprice: 1\nparts: [{part: a, price: 1}]", 1, "in two ways")]
    [InlineData("gpus: RTX4090\nparts: [{price: 1}]", 2, "needs the key 'part'")]
    [InlineData("gpus: RTX4090\n---\ngpus: RTX4090", 3, "one document")]
    [InlineData("", 0, "describes no machine")]
    public void A_mistake_is_told_with_its_place(string text, int line, string message)
    {
        var (machine, problems) = Read(text);
        Assert.Null(machine);
        Assert.Contains(problems, problem => problem.Line == line && problem.ToString().Contains(message, StringComparison.Ordinal));
    }

    private static (MachineFile? Machine, System.Collections.Immutable.ImmutableArray<Core.Tasks.Problem> Problems) Read(string text) => MachineFile.Read("box.yaml", Encoding.UTF8.GetBytes(text));
}
