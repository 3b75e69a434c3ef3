namespace Haggle.Catalog.Tests.Live;

internal static class KilledUpdate
{
    public static Task<int> RunAsync(string folder, Uri address) => Task.FromResult(folder.Length + address.Port);
}
