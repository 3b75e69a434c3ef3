namespace Haggle.Cli.Access;

/// <summary>Where a person sits: keys and screen, as a program on another machine needs them.</summary>
internal interface ISeat
{
    /// <summary>What is typed, or what a pipe gives, byte by byte; 0 at its end.</summary>
    ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellationToken);

    /// <summary>Every key goes to the program, Ctrl-C too, until what is given back is disposed; null when nobody sits at a terminal.</summary>
    IDisposable? Raw();

    /// <summary>Columns and rows of the screen.</summary>
    (int Columns, int Rows) Size { get; }

    /// <summary>Told when the screen has another size, until what is given back is disposed.</summary>
    IDisposable OnResize(Action resized);
}
