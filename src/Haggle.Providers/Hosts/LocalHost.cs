using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Haggle.Providers.Hosts;

/// <summary>This computer.</summary>
internal sealed class LocalHost(TimeProvider time) : IHost
{
    /// <inheritdoc/>
    public string Name => "localhost";

    /// <inheritdoc/>
    public async Task<CommandEnd> RunAsync(HostCommand command, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(command.Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var process = Start(command);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(both.Token);
            var error = process.StandardError.ReadToEndAsync(both.Token);
            await SendInputAsync(process, command.Input, both.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(both.Token).ConfigureAwait(false);
            return new CommandEnd(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HostException(Name, $"'{command.Words[0]}' did not end within {command.Limit.TotalSeconds:0} s and was stopped", isTransient: true, fault);
        }
        finally
        {
            ProcessEnd.Kill(process);
        }
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(HostCommand command, CancellationToken cancellationToken)
    {
        var process = Start(command);
        var stream = new ProcessStream(process);
        stream.Listen();
        try
        {
            if (!command.Input.IsEmpty)
            {
                await stream.WriteAsync(command.Input, cancellationToken).ConfigureAwait(false);
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            return stream;
        }
        catch (IOException fault)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw new HostException(Name, $"'{command.Words[0]}' ended before it had read its input: {fault.Message}", isTransient: true, fault);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task SendAsync(string localPath, string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var part = path + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.Copy(localPath, part, overwrite: true);
            File.SetUnixFileMode(part, File.GetUnixFileMode(localPath) & (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
            File.Move(part, path, overwrite: true);
            return Task.CompletedTask;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Task.FromException(new HostException(Name, $"cannot write {path}: {fault.Message}", isTransient: false, fault));
        }
    }

    private Process Start(HostCommand command)
    {
        var start = new ProcessStartInfo(command.Words[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var word in command.Words.AsSpan()[1..]) start.ArgumentList.Add(word);
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("a program that is no file was started");
        }
        catch (Win32Exception fault)
        {
            throw new HostException(Name, $"cannot start '{command.Words[0]}': {fault.Message}", isTransient: false, fault);
        }
    }

    private static async Task SendInputAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            var pipe = process.StandardInput.BaseStream;
            if (!input.IsEmpty) await pipe.WriteAsync(input, cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A program need not read what it is given; its exit code tells what it thought of it.
        }
    }
}
