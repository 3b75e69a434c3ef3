using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Haggle.Core.Market;
using Haggle.Core.Pools;
using Haggle.Engine.Ports;
using Haggle.Providers.Hosts;

namespace Haggle.Providers.Ssh;

/// <summary>
/// Looks at the key that a host shows, before anything is sent there: neither the user's own keys nor a word of ours. The OpenSSH client asks, so that
/// aliases, jump hosts and proxies are what they are for the user.
/// </summary>
public sealed class HostKeyLook(SshSettings settings, TimeProvider time)
{
    private static readonly ProviderName Ssh = new("ssh");

    /// <summary>Looks.</summary>
    /// <param name="machine">The host, as it is to be in the pool.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <exception cref="ProviderException">It is not reached, or it shows another key than the one that the user knows it by.</exception>
    public async Task<HostKeySeen> LookAsync(PoolMachine machine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var folder = Directory.CreateTempSubdirectory("haggle-key-").FullName;
        try
        {
            // First as the user would: whether they know the key is for their own files to say.
            var known = await DialAsync(machine, ["-o", "StrictHostKeyChecking=yes"], cancellationToken).ConfigureAwait(false);
            if (known.Contains("REMOTE HOST IDENTIFICATION HAS CHANGED", StringComparison.Ordinal))
                throw new ProviderException(Ssh, $"{machine.Name} shows another host key than the one in your known_hosts: it was installed anew, or somebody stands in between. Nothing was sent", isTransient: false);
            var file = Path.Combine(folder, "keys");
            var seen = await DialAsync(machine, ["-o", "StrictHostKeyChecking=accept-new", "-o", $"UserKnownHostsFile={SshSettings.Escaped(file)}", "-o", "GlobalKnownHostsFile=/dev/null"], cancellationToken).ConfigureAwait(false);
            var keys = File.Exists(file) ? await File.ReadAllLinesAsync(file, cancellationToken).ConfigureAwait(false) : [];
            var key = keys.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).LastOrDefault(words => words.Length >= 3);
            if (key is null) throw new ProviderException(Ssh, $"{machine.Name} is not reached: {LastLine(seen)}", isTransient: true);
            return new HostKeySeen($"{key[1]} {key[2]}", Fingerprint(key[2]), !known.Contains("Host key verification failed", StringComparison.Ordinal));
        }
        catch (HostException fault)
        {
            throw new ProviderException(Ssh, fault.Message, fault.IsTransient, fault);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A key's fingerprint as OpenSSH writes it.</summary>
    /// <param name="key">The key in base 64.</param>
    public static string Fingerprint(string key) => "SHA256:" + Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(key))).TrimEnd('=');

    private async Task<string> DialAsync(PoolMachine machine, ImmutableArray<string> how, CancellationToken cancellationToken)
    {
        ImmutableArray<string> words =
        [
            settings.Program, .. settings.ConfigurationFile.Length > 0 ? (string[])["-F", settings.ConfigurationFile] : [],
            .. machine.User.Length > 0 ? (string[])["-l", machine.User] : [],
            .. machine.Port is { } port ? (string[])["-p", port.ToString(CultureInfo.InvariantCulture)] : [],
            .. machine.Jump.Length > 0 ? (string[])["-J", machine.Jump] : [],
            .. how,
            "-o", "BatchMode=yes", "-o", "PreferredAuthentications=none", "-o", "ControlPath=none", "-o", "HashKnownHosts=no", "-o", "CheckHostIP=no", "-o", "LogLevel=ERROR",
            "-o", $"ConnectTimeout={Math.Max(1, (int)settings.ConnectPatience.TotalSeconds).ToString(CultureInfo.InvariantCulture)}", "-T", "--", machine.Host, "true",
        ];
        var end = await new LocalHost(time).RunAsync(new HostCommand { Words = words }, cancellationToken).ConfigureAwait(false);
        return end.Error;
    }

    private static string LastLine(string error) => error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it does not answer";
}
