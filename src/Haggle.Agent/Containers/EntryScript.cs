using System.Text;

namespace Haggle.Agent.Containers;

/// <summary>
/// What begins every program in a container. It reads the program's variables from its standard input, so that they stand in no argument list, no file and no
/// record of the engine; then it runs the script with bash where the image has it, and writes down the exit code, which no engine may lose.
/// </summary>
internal static class EntryScript
{
    /// <summary>What stands for the log when the program talks to a caller: what follows the variables is its input.</summary>
    public const string Caller = "-";

    /// <summary>$1: script; $2: the log, "" for standard output, or "-" for a caller's input and output; $3: where the exit code goes; $4: the line that ends the variables.</summary>
    public const string Text = """
        trap : TERM
        text=
        while IFS= read -r line && [ "$line" != "$4" ]; do text="$text$line
        "; done
        [ "$line" = "$4" ] || exit 125
        eval "$text"
        unset text line
        shell=$(command -v bash || command -v sh)
        case $2 in
          -) "$shell" "$1" 2>&1 ;;
          "") "$shell" "$1" 2>&1 </dev/null ;;
          *) "$shell" "$1" >>"$2" 2>&1 </dev/null ;;
        esac
        code=$?
        echo $code >"$3"
        exit $code
        """;

    /// <summary>The variables as shell commands, each value in quotes that nothing gets out of, and the last line.</summary>
    public static byte[] Variables(IEnumerable<KeyValuePair<string, string>> environment, string last)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in environment.Where(pair => IsName(pair.Key)))
            text.Append("export ").Append(name).Append("='").Append(value.Replace("'", @"'\''", StringComparison.Ordinal)).Append("'\n");
        return Encoding.UTF8.GetBytes(text.Append(last).Append('\n').ToString());
    }

    private static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
