namespace Haggle.Wire.Rest;

/// <summary>What came of taking experience in.</summary>
public sealed record ExperienceImportMessage
{
    /// <summary>Sightings that were new.</summary>
    public int Added { get; set; }

    /// <summary>Sightings that were known already, or are too old or too many to be remembered.</summary>
    public int LeftOut { get; set; }
}
