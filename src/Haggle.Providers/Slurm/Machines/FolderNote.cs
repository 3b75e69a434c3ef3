using System.Globalization;
using System.Text.Json;

namespace Haggle.Providers.Slurm.Machines;

/// <summary>A file of one line that is to be written into a machine's folder.</summary>
/// <param name="Token">The machine.</param>
/// <param name="File">The file.</param>
/// <param name="Line">Its content.</param>
internal sealed record FolderNote(string Token, string File, string Line)
{
    public static FolderNote Of(string token, MachineUp up) => new(token, "up.json", JsonSerializer.Serialize(up, SlurmFiles.Default.MachineUp));

    public static FolderNote Of(string token, MachineGone gone) => new(token, "gone.json", JsonSerializer.Serialize(gone, SlurmFiles.Default.MachineGone));

    public static FolderNote Job(string token, long job) => new(token, "job", job.ToString(CultureInfo.InvariantCulture));

    public static FolderNote End(string token) => new(token, "end", "");
}
