using System.Formats.Tar;
using System.Security.Cryptography;

namespace Haggle.Agent.Tests.Running;

/// <summary>Makes bundles.</summary>
internal static class Tar
{
    public static async Task<(string Sha256, byte[] Bytes)> OfAsync(params (string Name, string Text)[] files)
    {
        using var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            foreach (var (name, text) in files) await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(TestMachine.Bytes(text)) });
        }

        return (Convert.ToHexStringLower(SHA256.HashData(tar.ToArray())), tar.ToArray());
    }
}
