using System.Diagnostics;
using System.Globalization;
using Haggle.Core.Units;

namespace Haggle.Core.Tasks;

/// <summary>The accelerators wanted on each node.</summary>
public abstract record AcceleratorRequest
{
    private AcceleratorRequest(double count)
    {
        if (!(count > 0)) throw new ArgumentOutOfRangeException(nameof(count), count, "must be more than zero");
        Count = count;
    }

    /// <summary>How many per node; below one is a share of one accelerator (0.5).</summary>
    public double Count { get; }

    /// <summary>A model by name.</summary>
    public sealed record Named : AcceleratorRequest
    {
        /// <summary>Asks for a model.</summary>
        /// <param name="name">The canonical name where the model is known (see <see cref="KnownAccelerators"/>), otherwise as written.</param>
        /// <param name="count">How many per node, more than zero.</param>
        /// <exception cref="ArgumentOutOfRangeException">The count is not more than zero.</exception>
        public Named(string name, double count)
            : base(count) => Name = name;

        /// <summary>The canonical name where the model is known, otherwise as written.</summary>
        public string Name { get; }
    }

    /// <summary>Any model with so much memory.</summary>
    public sealed record WithMemory : AcceleratorRequest
    {
        /// <summary>Asks for memory instead of a model.</summary>
        /// <param name="memory">Memory of one accelerator.</param>
        /// <param name="orMore">Whether more memory is fine as well.</param>
        /// <param name="manufacturer">NVIDIA, AMD, ...; null for any.</param>
        /// <param name="count">How many per node, more than zero.</param>
        /// <exception cref="ArgumentOutOfRangeException">The count is not more than zero.</exception>
        public WithMemory(Gib memory, bool orMore, string? manufacturer, double count)
            : base(count) => (Memory, OrMore, Manufacturer) = (memory, orMore, manufacturer);

        /// <summary>Memory of one accelerator.</summary>
        public Gib Memory { get; }

        /// <summary>Whether more memory is fine as well.</summary>
        public bool OrMore { get; }

        /// <summary>NVIDIA, AMD, ...; null for any.</summary>
        public string? Manufacturer { get; }
    }

    /// <summary>Writes the request as a task file does: "A100:8", "40GB+:4", "T4:0.5".</summary>
    public sealed override string ToString() => this switch
    {
        Named named => $"{named.Name}:{Plain(Count)}",
        WithMemory { Manufacturer: var maker } m => $"{(maker is null ? "" : maker + ":")}{Plain(m.Memory.ToGib())}GB{(m.OrMore ? "+" : "")}:{Plain(Count)}",
        _ => throw new UnreachableException(),
    };

    private static string Plain(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
