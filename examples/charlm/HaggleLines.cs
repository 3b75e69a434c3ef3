using System.Globalization;

namespace Charlm;

/// <summary>Tells Haggle's agent how the training goes (docs/progress-protocol.md). Outside Haggle it says nothing.</summary>
internal sealed class HaggleLines(string? file, bool isUnderHaggle, TextWriter output, TextWriter complaints)
{
    private string? _file = file;

    /// <summary>Reads HAGGLE_PROGRESS and HAGGLE_RUN_ID.</summary>
    public static HaggleLines FromEnvironment() => new(
        Environment.GetEnvironmentVariable("HAGGLE_PROGRESS"),
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("HAGGLE_RUN_ID")),
        Console.Out,
        Console.Error);

    /// <summary>How far the training is. The rate is in characters per second.</summary>
    public void Progress(int step, int of, double loss, double rate, string more = "")
    {
        var speed = rate > 0 ? string.Create(CultureInfo.InvariantCulture, $" rate={rate:F0} unit=chars/s") : "";
        Say(string.Create(CultureInfo.InvariantCulture, $"::haggle progress step={step} of={of} loss={loss:F4}{speed}{more}"));
    }

    /// <summary>The named checkpoint is complete and on disk.</summary>
    public void Checkpoint(int step, string name) => Say(string.Create(CultureInfo.InvariantCulture, $"::haggle checkpoint step={step} path={name}"));

    public void Note(string text) => Say($"::haggle note {text}");

    private void Say(string line)
    {
        // The file keeps the log for people; standard output serves where there is no file.
        if (!string.IsNullOrEmpty(_file))
        {
            try
            {
                File.AppendAllText(_file, line + "\n");
                return;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                complaints.WriteLine($"charlm: cannot append to HAGGLE_PROGRESS ({_file}): {fault.Message}; reporting on standard output");
                _file = null;
            }
        }

        if (isUnderHaggle) output.WriteLine(line);
    }
}
