namespace Haggle.Wire.Rest;

/// <summary>POST /v1/aws/quota: asks AWS for more vCPUs of a family.</summary>
public sealed record QuotaRequest
{
    /// <summary>The region; "" for the first that is configured.</summary>
    public string Region { get; set; } = "";

    /// <summary>The first word of the family ("g", "p", "trn").</summary>
    public string Family { get; set; } = "";

    /// <summary>Whether for spot machines.</summary>
    public bool Spot { get; set; }

    /// <summary>How many in all.</summary>
    public int Vcpus { get; set; }
}
