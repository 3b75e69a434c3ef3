namespace Haggle.Catalog.Questions;

/// <summary>What the cheapest is counted by.</summary>
public enum OfferOrder
{
    /// <summary>A machine for an hour.</summary>
    Price,

    /// <summary>An accelerator for an hour.</summary>
    PerAccelerator,

    /// <summary>A TFLOP of FP32 for an hour.</summary>
    PerFp32,

    /// <summary>A TFLOP of FP16 or BF16 on tensor cores for an hour.</summary>
    PerTensor,

    /// <summary>A GB of accelerator memory for an hour.</summary>
    PerGb,

    /// <summary>A GB/s of accelerator memory bandwidth for an hour.</summary>
    PerBandwidth,
}
