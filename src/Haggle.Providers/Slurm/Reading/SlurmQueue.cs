namespace Haggle.Providers.Slurm.Reading;

/// <summary>A partition as Slurm tells of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsUp">Whether it takes jobs.</param>
/// <param name="IsPreemptible">Whether its jobs may be taken back for others.</param>
/// <param name="Grace">How long a job has between the word and the end; zero for none.</param>
/// <param name="TimeMax">The longest that a job may take; null for no limit.</param>
internal sealed record SlurmQueue(string Name, bool IsUp, bool IsPreemptible, TimeSpan Grace, TimeSpan? TimeMax);
