namespace Haggle.Providers.Slurm;

/// <summary>Where slurmrestd answers, and with what one is let in.</summary>
/// <param name="Url">Its address, for example "http://slurm.lab:6820".</param>
/// <param name="TokenFile">The file on this computer that holds the JSON web token; read again for each call, so that it can be renewed.</param>
/// <param name="User">The user that the token is for.</param>
/// <param name="Version">The version of the interface, for example "v0.0.38".</param>
public sealed record SlurmRestAddress(Uri Url, string TokenFile, string User, string Version);
