using Haggle.Cli.Commands;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Pools;

/// <summary>Adds a machine: its key is shown and agreed to before anything is sent there.</summary>
internal sealed class AddMachine(VerbCall call, AddMachineRequest request)
{
    /// <exception cref="CliException">Nobody agreed.</exception>
    public async Task<PoolMachineMessage> RunAsync(CancellationToken cancellationToken)
    {
        using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var answer = await client.AddMachineAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.Machine is { } known)
        {
            call.Terminal.Say(answer.KeyIsKnown ? $"{known.Name}: {Kind(answer)} {answer.Fingerprint}, which your known_hosts has; pinned." : $"{known.Name}: {Kind(answer)} {answer.Fingerprint}; pinned.");
            return known;
        }

        Agree(answer);
        answer = await client.AddMachineAsync(request with { AcceptKey = answer.Fingerprint }, cancellationToken).ConfigureAwait(false);
        return answer.Machine ?? throw new IOException("the server did not add the machine though its key was agreed to");
    }

    private void Agree(AddMachineMessage answer)
    {
        var terminal = call.Terminal;
        if (!terminal.CanAsk)
        {
            throw new CliException(
                ExitCodes.NotAgreed, $"{request.Name} shows a host key that nobody here knows, {answer.Fingerprint}, and there is no terminal to ask on; nothing was sent",
                $"Compare it with the machine's own (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub there), then say --accept-key {answer.Fingerprint}");
        }

        terminal.Error.WriteLine($"{request.Name} shows a host key that nobody here knows:");
        terminal.Error.WriteLine($"  {Kind(answer)} {answer.Fingerprint}");
        terminal.Error.Write("Is this the machine's own key, and is it to be pinned? [y/N] ");
        if (terminal.Input.ReadLine()?.Trim().ToUpperInvariant() is not ("Y" or "YES")) throw new CliException(ExitCodes.NotAgreed, "nothing was sent and nothing was added");
    }

    private static string Kind(AddMachineMessage answer) => answer.KeyKind.Replace("ssh-", "", StringComparison.Ordinal).ToUpperInvariant();
}
