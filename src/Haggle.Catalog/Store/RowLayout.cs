namespace Haggle.Catalog.Store;

/// <summary>Where the fields of a row lie in the catalogue file; little-endian whatever the machine. A change of any is a new <see cref="Version"/>.</summary>
internal static class RowLayout
{
    public const int Version = 1;
    public const int Size = 96;

    public const int Price = 0;
    public const int Hourly = 8;
    public const int Provider = 16;
    public const int Region = 20;
    public const int Zone = 24;
    public const int InstanceType = 28;
    public const int Accelerator = 32;
    public const int Source = 36;
    public const int AsOf = 40;
    public const int FirstSeen = 44;
    public const int LastSeen = 48;
    public const int CountMilli = 52;
    public const int AcceleratorMemoryMib = 56;
    public const int VcpusMilli = 60;
    public const int MemoryMib = 64;
    public const int LocalDiskGib = 68;
    public const int Purchase = 72;
    public const int Payment = 73;
    public const int Unit = 74;
    public const int Architecture = 75;
    public const int Interruption = 76;
    public const int Host = 77;
    public const int Flags = 78;
    public const int Reliability = 80;
    public const int CudaTenths = 82;
    public const int Key = 88;

    public const byte HistoryFlag = 1;
    public const byte ClosedFlag = 2;
    public const byte AvailableFlag = 4;
    public const byte UnavailableFlag = 8;

    /// <summary>The source tells it as history: it is no offer of today, however new it is.</summary>
    public const byte PastFlag = 16;

    /// <summary>Computed by Haggle from another price; made anew whenever a catalogue is put together.</summary>
    public const byte EstimatedFlag = 32;

    /// <summary>Its live source could not be asked the last time: the price is the last one known.</summary>
    public const byte StaleFlag = 64;

    /// <summary>Never in a file: the row was today's in the catalogue that is being added to.</summary>
    public const byte DisplacedFlag = 128;

    /// <summary>Reliability is kept in hundredths of a percent, plus one so that zero means unknown.</summary>
    public const double ReliabilitySteps = 10_000;
}
