namespace Haggle.Providers.Slurm;

/// <summary>Tells faults of the way to Slurm, which pass, from Slurm's word on a job, which stays: programs and web interface say both alike. Pure.</summary>
internal static class PassingFault
{
    // "Unspecified error" is what slurmrestd of 22.05 says to a token that it does not accept.
    private static readonly string[] Words =
    [
        "Unable to contact slurm controller", "Socket timed out", "Connection refused", "Transport endpoint", "Zero Bytes were transmitted", "try again", "temporarily unable",
        "Unexpected message received", "Communication connection failure", "slurm_receive_msg", "authentication", "Unable to establish", "No route to host", "Resource temporarily unavailable",
        "Unspecified error",
    ];

    /// <summary>Whether a complaint is such a fault.</summary>
    public static bool Is(string complaint) => Words.Any(each => complaint.Contains(each, StringComparison.OrdinalIgnoreCase));
}
