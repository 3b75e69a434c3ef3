namespace Haggle.SpotBench;

/// <summary>What the commands may be told.</summary>
internal sealed record Options(string Traces, int Cores, string? Out, int Every, IReadOnlyList<string> Words)
{
    public static Options Parse(IReadOnlyList<string> args)
    {
        var options = new Options("../shared/data/traces/public", Environment.ProcessorCount, null, 1, []);
        for (var i = 0; i < args.Count; i++)
            options = args[i] switch
            {
                "--traces" => options with { Traces = args[++i] },
                "--cores" => options with { Cores = int.Parse(args[++i], System.Globalization.CultureInfo.InvariantCulture) },
                "--every" => options with { Every = int.Parse(args[++i], System.Globalization.CultureInfo.InvariantCulture) },
                "--out" => options with { Out = args[++i] },
                var word => options with { Words = [.. options.Words, word] },
            };
        return options;
    }
}
