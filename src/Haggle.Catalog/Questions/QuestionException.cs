namespace Haggle.Catalog.Questions;

/// <summary>A question that makes no sense, for whoever asked it.</summary>
/// <param name="field">The field that is wrong ("max_price"); "" when the message says it all.</param>
/// <param name="message">What is wrong with it, to be read after the field's name: "'much' is not a number".</param>
/// <param name="hint">What to do about it; may be empty.</param>
public sealed class QuestionException(string field, string message, string hint) : Exception(message)
{
    /// <summary>The field that is wrong; "" when the message says it all.</summary>
    public string Field { get; } = field;

    /// <summary>What to do about it; may be empty.</summary>
    public string Hint { get; } = hint;
}
