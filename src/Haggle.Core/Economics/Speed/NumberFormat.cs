namespace Haggle.Core.Economics.Speed;

/// <summary>The format of the numbers that a training multiplies most.</summary>
public enum NumberFormat
{
    /// <summary>16 bits (FP16 or BF16), which chips with matrix units multiply fastest; what nearly everything is trained in.</summary>
    Half,

    /// <summary>32 bits as a framework runs it unless told otherwise: TF32 on chips that have it, plain FP32 on others.</summary>
    Single,
}
