using Haggle.Core.Market;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Vast;

/// <summary>Finds the key where vast.ai's own client finds it: the environment, then its file.</summary>
public static class VastKey
{
    internal static readonly ProviderName Provider = new("vast");

    private const string Variable = "VAST_API_KEY";

    /// <summary>The key.</summary>
    /// <exception cref="ProviderException">There is none.</exception>
    public static async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } key) return key.Trim();
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        foreach (var file in (string[])[Path.Combine(home, ".config", "vastai", "vast_api_key"), Path.Combine(home, ".vast_api_key")])
            if (File.Exists(file)) return (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Trim();
        throw new ProviderException(Provider, $"there is no key for vast.ai: run 'vastai set api-key', or set {Variable}; then 'haggle doctor vast'", isTransient: false);
    }
}
