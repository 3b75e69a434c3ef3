using System.Text.Json.Serialization;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Allotments;

/// <summary>
/// The file of one allotment. Agents of other versions read it too: fields are only added, and what is unknown is left alone.
/// Setters, because the reader of JSON sets what is initialised only and not in the text to nothing, not to its default.
/// </summary>
internal sealed record AllotmentRecord
{
    public required string Token { get; init; }

    public required string Owner { get; init; }

    public required string User { get; init; }

    public required uint UserId { get; init; }

    public string Run { get; set; } = "";

    public AllottedGpuMessage[] Gpus { get; set; } = [];

    public double Vcpus { get; set; }

    public long MemoryMib { get; set; }

    /// <summary>For people only: this clock may be set at any time.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>The boot in which it was given; nothing outlives a boot.</summary>
    public required string Boot { get; init; }

    public double LeaseSeconds { get; set; }

    /// <summary>The end of the lease, in milliseconds of the clock that nobody can set, which begins anew with every boot.</summary>
    public required long LeaseEnds { get; init; }

    /// <summary>The process that holds it: while it lives, the allotment stands. 0 before an agent has taken it over.</summary>
    public int Holder { get; set; }

    /// <summary>The tick at which that process began, so that another one with its number is not taken for it.</summary>
    public long HolderStart { get; set; }

    public AllotmentMessage Message(long now, string heldBecause) => new()
    {
        Token = Token,
        Owner = Owner,
        User = User,
        Run = Run,
        Gpus = Gpus,
        Vcpus = Vcpus,
        MemoryMib = MemoryMib,
        Since = Since,
        LeaseLeftSeconds = (LeaseEnds - now) / 1000.0,
        HeldBecause = heldBecause,
    };
}

/// <summary>JSON of the allotments' files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AllotmentRecord))]
internal sealed partial class AllotmentJson : JsonSerializerContext;
