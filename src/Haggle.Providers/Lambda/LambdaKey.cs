using Haggle.Core.Market;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Lambda;

/// <summary>Finds the key in the environment, or in the file that other tools for Lambda keep it in.</summary>
public static class LambdaKey
{
    internal static readonly ProviderName Provider = new("lambda");

    private const string Variable = "LAMBDA_API_KEY";

    /// <summary>The key.</summary>
    /// <exception cref="ProviderException">There is none.</exception>
    public static async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } key) return key.Trim();
        var file = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".lambda_cloud", "lambda_keys");
        if (File.Exists(file))
            foreach (var line in await File.ReadAllLinesAsync(file, cancellationToken).ConfigureAwait(false))
                if (line.Split('=', 2) is [var name, var value] && name.Trim() == "api_key") return value.Trim();
        throw new ProviderException(Provider, $"there is no key for Lambda: make one at cloud.lambda.ai/api-keys and set {Variable}, or write 'api_key = ...' to ~/.lambda_cloud/lambda_keys; then 'haggle doctor lambda'", isTransient: false);
    }
}
