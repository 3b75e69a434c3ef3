using Haggle.Core.Policy.Spot;

namespace Haggle.SpotBench;

/// <summary>Makes the priors that Core ships: counts, not recordings.</summary>
internal static class PriorsCommand
{
    public static int Run(Options options)
    {
        var single = MarketCountsText.Write(Trainer.Count(PublicTraces.Singles(options.Traces), SpotPriors.SingleShape));
        var several = MarketCountsText.Write(Trainer.Count(PublicTraces.Pairs(options.Traces), SpotPriors.SeveralShape));
        var code = $$""""
            namespace Haggle.Core.Policy.Spot;

            // Written by `dotnet run --project bench/Haggle.SpotBench -c Release -- priors`; not by hand.
            public static partial class SpotPriors
            {
                // Steps of ten minutes out of ten recordings: eight zones of AWS us-west-2 of October 2022 (K80 and V100, one and eight to a machine), one of us-east-1
                // of February 2023, and a gang of 16 machines in us-west-2 of August 2023.
                private const string SingleCounts =
                    """
            {{Indent(single)}}
                    """;

                // Out of four pairs of zones of us-west-2 of October 2022.
                private const string SeveralCounts =
                    """
            {{Indent(several)}}
                    """;
            }

            """";
        File.WriteAllText(options.Out ?? "src/Haggle.Core/Policy/Spot/SpotPriors.Numbers.cs", code.ReplaceLineEndings("\n"));
        return 0;
    }

    private static string Indent(string text) => string.Join('\n', text.TrimEnd('\n').Split('\n').Select(line => new string(' ', 8) + line));
}
