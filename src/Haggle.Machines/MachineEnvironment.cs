namespace Haggle.Machines;

/// <summary>
/// What a machine's processes know of the server's environment: how to find programs, caches and devices, and nothing else. The server may hold keys
/// of accounts in its own environment; a machine does not need them.
/// </summary>
internal static class MachineEnvironment
{
    private static readonly string[] Names =
        [
            "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "PYTHONPATH", "NUGET_PACKAGES", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
            // Where the container engine is.
            "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY", "CONTAINERS_CONF", "CONTAINERS_STORAGE_CONF", "CONTAINERS_REGISTRIES_CONF",
        ];

    private static readonly string[] Prefixes = ["LC_", "XDG_", "DOTNET_", "CUDA_", "NVIDIA_", "ROCM_", "HIP_", "CONDA_"];

    /// <summary>Whether a variable of the server's goes to its machines.</summary>
    public static bool Passes(string name) =>
        Names.Contains(name, StringComparer.OrdinalIgnoreCase) || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
