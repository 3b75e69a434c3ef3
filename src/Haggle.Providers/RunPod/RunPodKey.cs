using Haggle.Core.Market;
using Haggle.Engine.Ports;

namespace Haggle.Providers.RunPod;

/// <summary>Finds the key where RunPod's own client finds it: the environment, then its file.</summary>
public static class RunPodKey
{
    internal static readonly ProviderName Provider = new("runpod");

    private const string Variable = "RUNPOD_API_KEY";

    /// <summary>The key.</summary>
    /// <exception cref="ProviderException">There is none.</exception>
    public static async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } key) return key.Trim();
        var file = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".runpod", "config.toml");
        if (File.Exists(file))
            foreach (var line in await File.ReadAllLinesAsync(file, cancellationToken).ConfigureAwait(false))
                if (line.Split('=', 2) is [var name, var value] && name.Trim().ToLowerInvariant() is "apikey" or "api_key") return value.Trim().Trim('"', '\'');
        throw new ProviderException(Provider, $"there is no key for RunPod: run 'runpodctl config --apiKey ...', or set {Variable}; then 'haggle doctor runpod'", isTransient: false);
    }
}
