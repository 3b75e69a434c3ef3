using System.Globalization;

namespace Haggle.Agent;

/// <summary>The agent's own log, for the person who asks why. Never holds values of variables. Thread-safe.</summary>
internal sealed class AgentLog(string path, TimeProvider time)
{
    // An agent that lives for months in a loop of trouble must not fill the training's disk.
    private const long MaxBytes = 4 * 1024 * 1024;

    private readonly Lock gate = new();

    public void Write(string text)
    {
        lock (gate)
        {
            try
            {
                if (File.Exists(path) && new FileInfo(path).Length > MaxBytes) return;
                File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {text}\n"));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // A full disk must not end a training because nobody can be told about it.
            }
        }
    }
}
