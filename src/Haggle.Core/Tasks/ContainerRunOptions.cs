using System.Collections.Immutable;
using System.Text;

namespace Haggle.Core.Tasks;

/// <summary>The words that a task file adds to the engine's <c>run</c> command.</summary>
public static class ContainerRunOptions
{
    // What Haggle itself relies on: to find the container, to end it, to have files belong to the user, to keep secrets out of argument lists.
    private static readonly (string[] Options, string Why)[] Refused =
    [
        (["--name", "--rm", "-d", "--detach", "--restart", "--cidfile", "--replace", "--init", "--init-path", "--pid", "--stop-signal", "--stop-timeout", "--log-driver"], "Haggle finds and ends the container by it"),
        (["--entrypoint", "-w", "--workdir", "-i", "--interactive", "-t", "--tty", "-a", "--attach", "--sig-proxy"], "Haggle starts the programs itself"),
        (["-e", "--env", "--env-file", "--env-host"], "write it under 'envs' or 'secrets'"),
        (["-u", "--user", "--userns", "--uidmap", "--gidmap", "--subuidname"], "write 'root: true' under config.docker for root"),
        (["--gpus", "--runtime"], "Haggle passes the GPUs that 'accelerators' asks for"),
        (["--network", "--net"], "write 'network: host', 'none' or 'bridge' under config.docker"),
    ];

    /// <summary>Cuts one line into words as a shell would: at blanks, not within quotes; a backslash takes the next character as it is.</summary>
    /// <returns>The words; null when a quote is not closed.</returns>
    public static ImmutableArray<string>? Split(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var words = ImmutableArray.CreateBuilder<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '\\' && quote != '\'' && i + 1 < line.Length) (word ??= new()).Append(line[++i]);
            else if (quote != '\0' && c == quote) quote = '\0';
            else if (quote != '\0') (word ??= new()).Append(c);
            else if (c is '\'' or '"') (quote, word) = (c, word ?? new());
            else if (!char.IsWhiteSpace(c)) (word ??= new()).Append(c);
            else if (word is not null)
            {
                words.Add(word.ToString());
                word = null;
            }
        }

        if (quote != '\0') return null;
        if (word is not null) words.Add(word.ToString());
        return words.ToImmutable();
    }

    /// <summary>Why a word cannot be added, in the middle of a sentence; null when it can.</summary>
    public static string? WhyNot(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var option = word.Split('=')[0];
        foreach (var (options, why) in Refused)
            if (options.Contains(option)) return $"holds {option}, which is not for a task file: {why}";
        return null;
    }
}
