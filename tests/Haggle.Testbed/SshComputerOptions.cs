namespace Haggle.Testbed;

/// <summary>How a computer of a site differs from others.</summary>
public sealed record SshComputerOptions
{
    /// <summary>The size of its home folder's disk, in MiB; 0 for a folder on the disk here.</summary>
    public int DiskMib { get; init; }

    /// <summary>Lines for its sshd's configuration.</summary>
    public string SshdLines { get; init; } = "";

    /// <summary>What stands at the end of that configuration: its Match blocks.</summary>
    public string SshdMatches { get; init; } = "";

    /// <summary>The login shell of root there.</summary>
    public string Shell { get; init; } = "/bin/bash";
}
