namespace Haggle.Wire.Channels;

/// <summary>What the other side says when a channel is there.</summary>
public sealed record ChannelAnswer
{
    /// <summary>shell, sshd: the working folder of the program there.</summary>
    public string? Folder { get; set; }

    /// <summary>sshd: the user's name there.</summary>
    public string? User { get; set; }
}
