namespace Haggle.Agent.Views;

/// <summary>Files that are to be found outside the working folder.</summary>
/// <param name="Named">The destination as the task file says it, for messages.</param>
/// <param name="Place">Where it is, absolute.</param>
/// <param name="Source">What is to be found there.</param>
internal sealed record OutsideMount(string Named, string Place, string Source)
{
    public bool IsFolder { get; } = Directory.Exists(Source);
}
