namespace Haggle.Wire.Hosts;

/// <summary>A program that uses an accelerator.</summary>
public sealed record GpuProcessMessage
{
    /// <summary>Its process id.</summary>
    public required int Process { get; init; }

    /// <summary>Its program, without arguments; "" when it is not told.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whose it is; "" when it is not known (a program in a container of its own process ids).</summary>
    public string User { get; set; } = "";

    /// <summary>The accelerator's memory that it holds, in MiB; null when the driver does not tell.</summary>
    public long? UsedMib { get; set; }

    /// <summary>The allotment that it belongs to; "" when it is not Haggle's, or not to be told by this user.</summary>
    public string Token { get; set; } = "";
}
