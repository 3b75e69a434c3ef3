using System.Text;

namespace Haggle.Buckets;

/// <summary>How a command of rclone ended.</summary>
/// <param name="Code">Its exit code; 3 and 4 say that a folder or file is not there.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it complained about.</param>
public sealed record RcloneEnd(int Code, ReadOnlyMemory<byte> Output, string Errors)
{
    /// <summary>Whether it did what it was asked.</summary>
    public bool IsGood => Code == 0;

    /// <summary>Whether what was asked for is not there; a bucket that is not there looks the same.</summary>
    public bool IsNotThere => Code is 3 or 4;

    /// <summary>What it printed, as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output.Span);
}
