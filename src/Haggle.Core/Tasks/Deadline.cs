using System.Diagnostics;

namespace Haggle.Core.Tasks;

/// <summary>When the task must be done.</summary>
public abstract record Deadline
{
    private Deadline()
    {
    }

    /// <summary>At an instant.</summary>
    /// <param name="Instant">The instant.</param>
    public sealed record At(DateTimeOffset Instant) : Deadline;

    /// <summary>So long after submission.</summary>
    /// <param name="Wait">More than zero.</param>
    public sealed record After(TimeSpan Wait) : Deadline;

    /// <summary>The instant, once it is known when the task was submitted.</summary>
    public DateTimeOffset For(DateTimeOffset submittedAt) => this switch
    {
        At at => at.Instant,
        After after => submittedAt + after.Wait,
        _ => throw new UnreachableException(),
    };
}
