namespace Haggle.Agent.Containers;

/// <summary>What came of a command of a container engine.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Error">What it wrote to its standard error.</param>
internal sealed record EngineAnswer(int Code, string Output, string Error)
{
    /// <summary>What it complained about, on one line: the last line that it wrote, without the engine's own introductions.</summary>
    public string Complaint
    {
        get
        {
            var lines = Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith("See '", StringComparison.Ordinal)).ToArray();
            var last = lines.LastOrDefault(line => !line.StartsWith("time=", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? $"exit code {Code}";
            foreach (var introduction in (string[])["docker: ", "Error: ", "Error response from daemon: "])
                if (last.StartsWith(introduction, StringComparison.Ordinal)) last = last[introduction.Length..];
            return last;
        }
    }
}
