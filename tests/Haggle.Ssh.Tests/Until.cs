namespace Haggle.Ssh.Tests;

/// <summary>Waits for what must come, patiently: machines that test may be slow.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(30);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"never came: {what}");
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }
}
