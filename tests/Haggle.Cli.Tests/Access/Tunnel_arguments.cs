using Haggle.Cli.Access;

namespace Haggle.Cli.Tests.Access;

public sealed class Tunnel_arguments
{
    [Theory]
    [InlineData("6006", 6006, 6006, null)]
    [InlineData("8080:80", 8080, 80, null)]
    [InlineData("0:6006", 0, 6006, null)]
    [InlineData("8080:/tmp/a:b.sock", 8080, 0, "/tmp/a:b.sock")]
    [InlineData("8080:run/x", 8080, 0, "run/x")]
    [InlineData("8080:x.sock", 8080, 0, "x.sock")]
    public void A_tunnel_is_a_port_here_and_what_it_leads_to(string text, int local, int port, string? path) =>
        Assert.Equal(new Forward(local, port, path), Forward.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("x")]
    [InlineData("6006:")]
    [InlineData(":6006")]
    [InlineData("70000")]
    [InlineData("6006:70000")]
    [InlineData("-1")]
    [InlineData("host:22:22")]
    public void What_is_none_is_refused_with_what_to_write(string text)
    {
        var refusal = Assert.Throws<CliException>(() => Forward.Parse(text));
        Assert.Equal($"'{text}' is not a tunnel", refusal.Message);
        Assert.Contains("8080:6006", refusal.WhatToDo);
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
    }

    [Fact]
    public void A_port_that_is_taken_is_told_with_another_one_to_take()
    {
        using var first = new LocalEnd(new Forward(0, 6006, null), (_, _) => throw new InvalidOperationException(), _ => { });
        var refusal = Assert.Throws<CliException>(() => new LocalEnd(new Forward(first.Port, 6006, null), (_, _) => throw new InvalidOperationException(), _ => { }));
        Assert.Equal($"port {first.Port} is taken on this computer", refusal.Message);
        Assert.Contains("0:6006", refusal.WhatToDo);
    }
}
