namespace Haggle.Catalog.Imports;

/// <summary>One kind of price file.</summary>
internal interface IPriceFormat
{
    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>Whether a file is of this kind.</summary>
    /// <param name="start">Its first bytes, without a byte order mark.</param>
    bool Recognises(ReadOnlySpan<byte> start);

    /// <summary>Reads it, one price after the other; what is wrong with a row goes to the intake's account and reading goes on.</summary>
    /// <exception cref="InvalidDataException">The file itself is not readable further; the message says where.</exception>
    void Read(Stream stream, Intake intake);
}
