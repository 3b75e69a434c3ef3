using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Haggle.Providers.Hosts;

/// <summary>Brings files to a host: by rsync where both sides have it, which sends only what is new, and otherwise through the connection's own input.</summary>
internal sealed class SshSending(SshHost host, LocalHost here, TimeProvider time)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // rsync is worth its start where much may be the same.
    private const long RsyncFrom = 1 << 20;
    private const long BytesPerSecondMin = 50_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // $1: path, $2: mode, $3: length. The name comes last, so that nobody ever sees a part; what was cut off is not left behind.
    private const string Receive =
        "umask 077; t=\"$1.part-$$\"; trap 'rm -f \"$t\"' EXIT; trap 'exit 1' HUP INT TERM PIPE; "
        + "{ head -c \"$3\" >\"$t\" && [ \"$(wc -c <\"$t\")\" -eq \"$3\" ] && chmod \"$2\" \"$t\" && mv -f \"$t\" \"$1\"; } 2>&1 && echo haggle-sent";

    /// <summary>Sends one.</summary>
    public async Task SendAsync(string localPath, string path, CancellationToken cancellationToken)
    {
        var length = new FileInfo(localPath).Length;
        var mode = Convert.ToString((int)(File.GetUnixFileMode(localPath) & OwnerOnly), 8);
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        var made = await host.RunAsync(
            new HostCommand { Words = ["sh", "-c", "umask 077; mkdir -p -- \"$1\" && { command -v rsync >/dev/null && echo rsync; :; }", "sh", folder] }, cancellationToken).ConfigureAwait(false);
        if (made.ExitCode != 0) throw CannotWrite(path, made.Error);
        var limit = Patience + TimeSpan.FromSeconds(length / BytesPerSecondMin);
        if (length >= RsyncFrom && made.Output.Contains("rsync", StringComparison.Ordinal) && await RsyncAsync(localPath, path, mode, limit, cancellationToken).ConfigureAwait(false)) return;
        await StreamAsync(localPath, path, mode, length, limit, cancellationToken).ConfigureAwait(false);
    }

    // Whatever is wrong with an rsync, the other way shows whether the file cannot be written at all.
    private async Task<bool> RsyncAsync(string localPath, string path, string mode, TimeSpan limit, CancellationToken cancellationToken)
    {
        // A colon in the host's name would read as the end of it.
        if (host.Words.Host.Contains(':', StringComparison.Ordinal)) return false;
        try
        {
            // Two builds of a file may have the same length and be of the same second: its content is compared, not its time.
            ImmutableArray<string> words =
            [
                "rsync", "-s", "-t", "-p", "--ignore-times", $"--chmod=F{mode}", "-e", string.Join(' ', host.Words.ForOthers.Select(ForRsync)), "--", localPath, $"{host.Words.Host}:{path}",
            ];
            return (await here.RunAsync(new HostCommand { Words = words, Limit = limit }, cancellationToken).ConfigureAwait(false)).ExitCode == 0;
        }
        catch (HostException)
        {
            return false;
        }
    }

    private async Task StreamAsync(string localPath, string path, string mode, long length, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var command = new HostCommand { Words = ["sh", "-c", Receive, "sh", path, mode, length.ToString(CultureInfo.InvariantCulture)] };
            await using var stream = await host.OpenAsync(command, both.Token).ConfigureAwait(false);
            await using var file = new FileStream(localPath, FileMode.Open, FileAccess.Read, FileShare.Read);
            var broken = await PourAsync(file, stream, both.Token).ConfigureAwait(false);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var answer = await reader.ReadToEndAsync(both.Token).ConfigureAwait(false);
            if (!answer.Contains("haggle-sent", StringComparison.Ordinal)) throw CannotWrite(path, answer.Length > 0 ? answer : broken ?? "the connection broke off");
        }
        catch (IOException fault)
        {
            throw CannotWrite(path, fault.Message);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HostException(host.Name, $"{localPath} did not reach {host.Name} within {limit.TotalSeconds:0} s", isTransient: true, fault);
        }
    }

    // The other side may stop reading before the end; what it says of that comes after, and says more than the broken pipe.
    private static async Task<string?> PourAsync(FileStream file, Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            await file.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (IOException fault)
        {
            return fault.Message;
        }
    }

    private HostException CannotWrite(string path, string why) => new(host.Name, $"{path} cannot be written on {host.Name}: {why.Trim().ReplaceLineEndings(" ")}", isTransient: true);

    // rsync splits the remote shell at blanks and knows quotes, in which two of the same kind are one.
    private static string ForRsync(string word) => word.AsSpan().IndexOfAny(" '\"") < 0 ? word : "'" + word.Replace("'", "''", StringComparison.Ordinal) + "'";
}
