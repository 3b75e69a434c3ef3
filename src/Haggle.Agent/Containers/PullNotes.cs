using System.Globalization;
using Haggle.Agent.Files;

namespace Haggle.Agent.Containers;

/// <summary>Writes how a pull goes into the run's log: at its beginning, now and then, and at its end.</summary>
internal sealed class PullNotes(MachineFolder folder, string image, TimeProvider time)
{
    // Large images take many minutes; a line in this time shows that it goes on and fills no log.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly long began = time.GetTimestamp();
    private long toldAt = time.GetTimestamp();

    public void Begin() => Write($"pulling {image}");

    /// <summary>Tells how much is there, not too often.</summary>
    /// <param name="done">The bytes that are there.</param>
    /// <param name="total">The bytes of all that is known so far; 0 when nobody knows.</param>
    public void Told(long done, long total)
    {
        if (done <= 0 || time.GetElapsedTime(toldAt) < Every) return;
        toldAt = time.GetTimestamp();
        Write(total > 0 ? $"pulling {image}: {Size(done)} of {Size(total)}" : $"pulling {image}: {Size(done)}");
    }

    public void End(long done) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"pulled {image}{(done > 0 ? ", " + Size(done) : "")}, in {time.GetElapsedTime(began).TotalSeconds:0.0} s"));

    public void Again(string why, TimeSpan wait) => Write(string.Create(CultureInfo.InvariantCulture, $"pulling {image} failed ({why}); again in {wait.TotalSeconds:0} s"));

    /// <summary>Decimal units, as registries show them.</summary>
    internal static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
    };

    private void Write(string text)
    {
        using var file = new FileStream(folder.TaskLog, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = OwnerOnly });
        file.Write(System.Text.Encoding.UTF8.GetBytes($"haggle: {text}\n"));
    }
}
