namespace Haggle.Images;

/// <summary>A model of NVIDIA card.</summary>
/// <param name="Name">Its name as the driver or the accelerator table says it.</param>
/// <param name="Capability">Its compute capability; no version when it is not known.</param>
public sealed record Card(string Name, DottedVersion Capability)
{
    private static readonly string[] ForPeople = ["GEFORCE", "RTX", "GTX", "TITAN", "QUADRO"];

    /// <summary>Whether it is one for data centers: NVIDIA's forward-compatibility package is for those.</summary>
    public bool IsDataCenter => Name.Length > 0 && !ForPeople.Any(word => Name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
