namespace Haggle.Agent.Tests.Hosts;

/// <summary>A folder with programs that answer as a driver's do; it goes first on an agent's PATH.</summary>
internal sealed class PretendedDriver : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("haggle-driver-").FullName;

    public string Allotments => Path.Combine(Folder, "allotments");

    public Dictionary<string, string> Environment => new()
    {
        ["PATH"] = $"{Folder}:{System.Environment.GetEnvironmentVariable("PATH")}",
        ["HAGGLE_ALLOTMENTS"] = Allotments,
    };

    /// <summary>A program of so many equal cards that nobody uses.</summary>
    public PretendedDriver WithCards(int count)
    {
        var cards = Enumerable.Range(0, count).Select(i => $"<gpu id=\"0:{i}\"><product_name>NVIDIA A100-SXM4-80GB</product_name><uuid>GPU-{i}</uuid><fb_memory_usage><total>81920 MiB</total><used>4 MiB</used></fb_memory_usage></gpu>");
        return WithProgram("nvidia-smi", $"cat <<'END'\n<nvidia_smi_log><driver_version>550.54.15</driver_version><cuda_version>12.4</cuda_version>{string.Concat(cards)}</nvidia_smi_log>\nEND");
    }

    public PretendedDriver WithProgram(string name, string script)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
