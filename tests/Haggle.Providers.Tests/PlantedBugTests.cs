using Haggle.Conformance;
using Haggle.Conformance.Providers;
using Haggle.Providers.Tests.Local;

namespace Haggle.Providers.Tests;

/// <summary>The kit is worth something only if it catches what it is for.</summary>
public sealed class PlantedBugTests
{
    [Theory]
    [InlineData(Bug.ForgetsTags, "the list shows the owner's machines only")]
    [InlineData(Bug.LaunchesTwice, "the same token twice is the same machine once")]
    [InlineData(Bug.LaunchesTwice, "the same token at once is the same machine once")]
    [InlineData(Bug.LaunchesTwice, "a token whose machine is gone makes no other")]
    [InlineData(Bug.ListsGoneTooEarly, "an ended machine is gone by the list's word, with its bill")]
    [InlineData(Bug.ForgetsMachines, "a machine stays listed until it is ended")]
    [InlineData(Bug.MovesTheBill, "a machine stays listed until it is ended")]
    [InlineData(Bug.FailsOnTheUnknown, "ending what is gone, or never was, succeeds")]
    [InlineData(Bug.IgnoresCancellation, "a cancelled call is cancelled and makes nothing")]
    [InlineData(Bug.IgnoresThePrice, "another price is an outcome and makes nothing")]
    public async Task The_kit_catches(Bug bug, string law)
    {
        await using var local = new LocalGround();
        await using var ground = new WrongGround(local, bug);
        var broken = await Record.ExceptionAsync(() => ProviderConformance.Laws[law](ground, TestContext.Current.CancellationToken));
        Assert.True(broken is LawBrokenException or Engine.Ports.ProviderException, $"not caught: {broken}");
    }
}
