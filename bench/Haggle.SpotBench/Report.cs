using System.Text;

namespace Haggle.SpotBench;

/// <summary>Lines for the terminal that also go into a result file, under the command that made them.</summary>
internal sealed class Report
{
    private readonly StringBuilder text = new();

    public Report(string title, string command)
    {
        Line($"# {title}");
        Line("");
        Line($"Made by `dotnet run --project bench/Haggle.SpotBench -c Release -- {command}`.");
        Line("");
    }

    public void Line(string line)
    {
        Console.WriteLine(line);
        text.Append(line).Append('\n');
    }

    public void Save(string? path)
    {
        if (path is null) return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        File.WriteAllText(path, text.ToString().ReplaceLineEndings("\n"));
    }
}
