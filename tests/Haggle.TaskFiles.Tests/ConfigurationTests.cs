using System.Text;
using Haggle.Core.Units;

namespace Haggle.TaskFiles.Tests;

public sealed class ConfigurationTests
{
    [Fact]
    public void Everything_is_read_and_typed()
    {
        var read = Read("local: {price: $0.35/h, name: box, memory: 16GB, cpus: 4}\nlease: 5m\ngrace: 10s\nspot: {patience: 30m, value_of_time: 2.50/h}\n").Configuration!;
        Assert.Equal(HourlyRate.FromUsd(0.35m), read.LocalPrice);
        Assert.Equal("box", read.LocalName);
        Assert.Equal(Gib.FromGib(16), read.LocalMemory);
        Assert.Equal(4, read.LocalCpus);
        Assert.Equal(TimeSpan.FromMinutes(5), read.Lease);
        Assert.Equal(TimeSpan.FromSeconds(10), read.Grace);
        Assert.Equal(TimeSpan.FromMinutes(30), read.SpotPatience);
        Assert.Equal(Haggle.Core.Units.HourlyRate.FromUsd(2.5m), read.ValueOfTime);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("local:\n")]
    public void What_is_not_said_has_a_default(string text)
    {
        var read = Read(text).Configuration!;
        Assert.Equal(HourlyRate.Free, read.LocalPrice);
        Assert.Null(read.LocalMemory);
        Assert.Null(read.Lease);
    }

    [Theory]
    [InlineData("local: {price: cheap}", "local.price must be a price per hour")]
    [InlineData("local: {price: -1}", "local.price must be a price per hour")]
    [InlineData("local: {cpus: 0}", "local.cpus must be a whole number")]
    [InlineData("local: {prise: 1}", "has no field 'prise'")]
    [InlineData("lease: soon", "lease must be a duration")]
    [InlineData("- a\n- b", "must be a map")]
    [InlineData("a: 1\n---\nb: 2", "one document")]
    public void A_mistake_is_told_with_its_place(string text, string message)
    {
        var (configuration, problems) = Read(text);
        Assert.Null(configuration);
        Assert.Contains(problems, p => p.Message.Contains(message, StringComparison.Ordinal) && p.Line > 0);
    }

    private static (Configuration? Configuration, IReadOnlyList<Core.Tasks.Problem> Problems) Read(string text)
    {
        var (configuration, problems) = Configuration.Read("config.yaml", Encoding.UTF8.GetBytes(text));
        return (configuration, problems);
    }
}
