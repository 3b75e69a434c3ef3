namespace Haggle.Wire.Channels;

/// <summary>What a channel is to lead to on the machine.</summary>
public sealed record ChannelRequest
{
    /// <summary>"tcp" (a port of 127.0.0.1), "unix" (a socket), "shell" (a command or, with a terminal, a shell) or "sshd".</summary>
    public required string Kind { get; init; }

    /// <summary>tcp: the port.</summary>
    public int Port { get; set; }

    /// <summary>unix: the socket's path; relative to the working folder unless it is absolute.</summary>
    public string? Path { get; set; }

    /// <summary>shell: the command line; null for the user's own shell.</summary>
    public string? Command { get; set; }

    /// <summary>shell: what kind of terminal the caller has ("xterm-256color"); null for none.</summary>
    public string? Terminal { get; set; }

    /// <summary>shell: the terminal's width.</summary>
    public int Columns { get; set; }

    /// <summary>shell: the terminal's height.</summary>
    public int Rows { get; set; }

    /// <summary>sshd: the private host key, as OpenSSH writes it: the same for every machine of a run, so that a client that knows it trusts the next one too.</summary>
    public string? HostKey { get; set; }

    /// <summary>sshd: the public key that opens it, a line of authorized_keys.</summary>
    public string? UserKey { get; set; }

    /// <summary>sshd: only whether it could be had; the channel ends at once.</summary>
    public bool IsTrial { get; set; }
}
