using System.Diagnostics;
using Haggle.Core.Runs;
using Haggle.Providers.Rentals;
using Haggle.Providers.Tests.Vast;

namespace Haggle.Providers.Tests.Rentals;

/// <summary>The script that a rented machine runs as root, held before a real shell.</summary>
public sealed class What_a_rented_machine_runs_first
{
    [Theory]
    [InlineData("ssh-ed25519 AAAAC3Nz me@lab")]
    [InlineData("ssh-ed25519 AAAAC3Nz o'brien's; touch $HOME `id` \"laptop\"")]
    public async Task The_key_arrives_as_it_is_whatever_its_owner_calls_it(string key)
    {
        await using var ground = await VastGround.StartAsync();
        var script = MachineScript.Of(ground.Request(new OwnerId("mine1234"), 0), new MachineStart { LoginUser = "root", End = ":", BytesMax = 16 * 1024, PublicKey = key + "\n" });
        Assert.Equal("", await ShellAsync("-n", script));
        var line = script.Split('\n').Single(each => each.StartsWith("printf", StringComparison.Ordinal) && each.EndsWith(">>~/.ssh/authorized_keys", StringComparison.Ordinal));
        Assert.Equal(key + "\n", await ShellAsync("-s", line[..line.IndexOf(" >>~", StringComparison.Ordinal)] + "\n"));
    }

    private static async Task<string> ShellAsync(string word, string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", [word]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await shell.StandardInput.WriteAsync(script.AsMemory(), TestContext.Current.CancellationToken);
        shell.StandardInput.Close();
        var said = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return said + await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
