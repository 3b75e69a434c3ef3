namespace Charlm;

/// <summary>The sizes of the network and where each part lies in its one array of parameters.</summary>
/// <param name="Vocabulary">How many different characters there are.</param>
/// <param name="Context">How many characters the network sees before the one it guesses.</param>
/// <param name="Embedding">Numbers per character; a multiple of 16.</param>
/// <param name="Hidden">Units of the hidden layer; a multiple of 16.</param>
internal sealed record Shape(int Vocabulary, int Context, int Embedding, int Hidden)
{
    /// <summary>Width of the input layer: the embeddings of the context, side by side.</summary>
    public int Input => Context * Embedding;

    /// <summary>Width of the output layer: the vocabulary, padded to whole tiles of the matrix kernel. The padding stays zero.</summary>
    public int Output => (Vocabulary + MatrixProduct.ColumnTile - 1) / MatrixProduct.ColumnTile * MatrixProduct.ColumnTile;

    /// <summary>The table with one row of <see cref="Embedding"/> numbers per character.</summary>
    public Range EmbeddingTable => 0..(Vocabulary * Embedding);

    /// <summary>Input to hidden, <see cref="Input"/> rows of <see cref="Hidden"/>.</summary>
    public Range HiddenWeights => After(EmbeddingTable, Input * Hidden);

    /// <summary>One bias per hidden unit.</summary>
    public Range HiddenBias => After(HiddenWeights, Hidden);

    /// <summary>Hidden to output, <see cref="Hidden"/> rows of <see cref="Output"/>.</summary>
    public Range OutputWeights => After(HiddenBias, Hidden * Output);

    /// <summary>One bias per output.</summary>
    public Range OutputBias => After(OutputWeights, Output);

    /// <summary>How many parameters there are, padding included.</summary>
    public int Parameters => OutputBias.End.Value;

    private static Range After(Range previous, int length) => previous.End.Value..(previous.End.Value + length);
}
