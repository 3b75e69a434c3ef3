using System.Security.Cryptography;

namespace Haggle.Providers.Ssh;

/// <summary>The agent's file here, as it is copied to other computers.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Sha256">Its hash, lower-case hex: its version for good.</param>
/// <param name="System">What it runs on, in the words of <c>uname -sm</c>.</param>
internal sealed record AgentFile(string Path, string Sha256, string System)
{
    // https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html: e_machine is the 19th byte; 62 is x86-64, 183 is AArch64.
    private const int MachineAt = 18;
    private const byte X64 = 62;
    private const byte Arm64 = 183;

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It cannot be copied; the message says why and what to do.</exception>
    public static async Task<AgentFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"the agent {path} is missing; build or install Haggle again");

        // A build for tests needs its neighbours and a runtime, which other computers do not have.
        if (File.Exists(path + ".dll")) throw new InvalidDataException($"the agent {path} is not one file; build it with ./haggle, or: dotnet publish src/Haggle.Agent -c Release -p:HaggleSingleFile=true");
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var head = new byte[MachineAt + 1];
            await file.ReadExactlyAsync(head, cancellationToken).ConfigureAwait(false);
            file.Position = 0;
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
            return new AgentFile(path, hash, head[..4] is [0x7f, (byte)'E', (byte)'L', (byte)'F'] ? SystemOf(head[MachineAt]) : "");
        }
        catch (IOException fault)
        {
            throw new InvalidDataException($"the agent {path} cannot be read: {fault.Message}", fault);
        }
    }

    private static string SystemOf(byte machine) => machine switch
    {
        X64 => "Linux x86_64",
        Arm64 => "Linux aarch64",
        _ => "",
    };
}
