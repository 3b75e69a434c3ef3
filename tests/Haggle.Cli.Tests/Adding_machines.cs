using Haggle.Wire.Rest;

namespace Haggle.Cli.Tests;

public sealed class Adding_machines
{
    private const string Shown = "SHA256:Jb3Dqp1tT6KqS6nX5Vd0d4o0QzvGm6ymXQpC4m0A6xE";

    [Fact]
    public async Task A_key_that_nobody_knows_is_not_agreed_to_without_a_person()
    {
        using var world = new TestWorld();
        await using var server = await world.ServeAsync();
        server.On("POST /v1/machines", new AddMachineMessage { KeyKind = "ssh-ed25519", Fingerprint = Shown }, RestJson.Default.AddMachineMessage);
        Assert.Equal(ExitCodes.NotAgreed, await world.RunAsync("machines", "add", "gpu1.lab", "--user", "ml"));
        Assert.Contains(Shown, world.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was sent", world.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--price and --own both say what an hour costs", "--price", "1", "--own", "box.yaml")]
    [InlineData("--price is no price an hour: 'cheap'", "--price", "cheap")]
    public async Task A_price_that_makes_no_sense_is_refused(string says, params string[] words)
    {
        using var world = new TestWorld();
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync(["machines", "add", "gpu1", .. words]));
        Assert.Contains(says, world.Error, StringComparison.Ordinal);
    }
}
