using Haggle.Engine.Ports;

namespace Haggle.Providers.Rentals;

/// <summary>What came of asking for a machine. A closed set.</summary>
internal abstract record MakeAnswer
{
    private MakeAnswer()
    {
    }

    /// <summary>It exists.</summary>
    public sealed record Made(string Id) : MakeAnswer;

    /// <summary>It does not.</summary>
    public sealed record None(LaunchOutcome Why) : MakeAnswer;

    /// <summary>Nobody knows: the answer was lost.</summary>
    public sealed record Unknown(ProviderException Fault) : MakeAnswer;
}
