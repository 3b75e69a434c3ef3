namespace Haggle.Core.Tasks;

/// <summary>Where the value of a secret environment variable comes from.</summary>
public abstract record SecretSource
{
    private SecretSource()
    {
    }

    /// <summary>The value is in the task file or was given with --secret.</summary>
    /// <param name="Value">The hidden value.</param>
    public sealed record Given(Secret Value) : SecretSource;

    /// <summary>The value is kept by the server under the same name and looked up when the task starts.</summary>
    public sealed record Managed : SecretSource;
}
