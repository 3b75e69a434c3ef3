namespace Haggle.Providers.Tests;

/// <summary>The ways in which a provider is made wrong.</summary>
public enum Bug
{
    ForgetsTags,
    LaunchesTwice,
    ListsGoneTooEarly,
    ForgetsMachines,
    MovesTheBill,
    FailsOnTheUnknown,
    IgnoresCancellation,
    IgnoresThePrice,
}
