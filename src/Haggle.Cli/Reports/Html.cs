using System.Globalization;
using System.Text;

namespace Haggle.Cli.Reports;

/// <summary>HTML and SVG being written. Text and attributes are always escaped; only names of elements and attributes, which are ours, are written as they are.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>Opens an element; attributes alternate between name and value.</summary>
    public Html Open(string name, params ReadOnlySpan<string> attributes)
    {
        Start(name, attributes);
        _text.Append('>');
        return this;
    }

    public Html Close(string name)
    {
        _text.Append("</").Append(name).Append('>');
        return this;
    }

    public Html Text(string text)
    {
        Escape(text);
        return this;
    }

    /// <summary>An element that holds text only.</summary>
    public Html Element(string name, string text, params ReadOnlySpan<string> attributes) => Open(name, attributes).Text(text).Close(name);

    /// <summary>An element without content, as SVG writes it.</summary>
    public Html Shape(string name, params ReadOnlySpan<string> attributes)
    {
        Start(name, attributes);
        _text.Append("/>");
        return this;
    }

    public Html NewLine()
    {
        _text.Append('\n');
        return this;
    }

    /// <summary>Text of our own that is no data: a style sheet, the document type.</summary>
    public Html Constant(string own)
    {
        _text.Append(own);
        return this;
    }

    public Html Add(Html other)
    {
        _text.Append(other._text);
        return this;
    }

    /// <summary>A coordinate: one decimal is finer than any screen.</summary>
    public static string Number(double value) => (Math.Round(value, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);

    public override string ToString() => _text.ToString();

    private void Start(string name, ReadOnlySpan<string> attributes)
    {
        _text.Append('<').Append(name);
        for (var at = 0; at < attributes.Length; at += 2)
        {
            _text.Append(' ').Append(attributes[at]).Append("=\"");
            Escape(attributes[at + 1]);
            _text.Append('"');
        }
    }

    private void Escape(string text)
    {
        foreach (var letter in text)
        {
            switch (letter)
            {
                case '&': _text.Append("&amp;"); break;
                case '<': _text.Append("&lt;"); break;
                case '>': _text.Append("&gt;"); break;
                case '"': _text.Append("&quot;"); break;
                case '\'': _text.Append("&#39;"); break;
                // Control characters are allowed neither in HTML nor in SVG.
                case < ' ' and not ('\n' or '\t'): _text.Append('\uFFFD'); break;
                default: _text.Append(letter); break;
            }
        }
    }
}
