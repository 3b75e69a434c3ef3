using System.Text;

namespace Haggle.EndToEnd.Tests;

public sealed class SecretTests
{
    private const string Value = "s3cret-Zq7-9f1b44c0";

    [Fact]
    public async Task A_secret_reaches_the_program_and_nothing_else()
    {
        await using var home = new Home();
        home.With("TOKEN", Value);
        home.Write("src/train.sh", "echo \"a token of ${#TOKEN} letters\"; until [ -e go ]; do sleep 0.1; done; echo \"it is $TOKEN, really\"\n");
        var run = await home.LaunchAsync(home.Write("task.yaml", "name: private\nworkdir: src\nsecrets: {TOKEN: null}\nsetup: test -n \"$TOKEN\"\nrun: exec sh train.sh\n"), "--secret", "TOKEN");
        await home.UntilLogAsync(run, $"a token of {Value.Length} letters");

        Assert.Empty(FilesWith(home, Value));
        Assert.DoesNotContain(Processes.All(), process => process.CommandLine.Contains(Value, StringComparison.Ordinal));
        foreach (var verb in (string[][])[["status", run, "--json"], ["logs", run], ["logs", run, "--decisions"], ["ssh", run, "--json"], ["cost", run, "--json"], ["doctor"]])
            Assert.DoesNotContain(Value, await home.OkAsync(verb));

        // Beside the program only what it starts has the secret: a command run beside it does (what it prints of it is covered), the guard of the machine does not.
        Assert.Equal($"{Value.Length} {new string('*', Value.Length)}\n", await home.OkAsync("exec", run, "--", "echo ${#TOKEN} $TOKEN"));
        Assert.Empty(FilesWith(home, Value));
        Assert.DoesNotContain(home.Living(), process => process.CommandLine.Contains("haggle-guard", StringComparison.Ordinal) && process.Environment.Contains(Value, StringComparison.Ordinal));
        Assert.DoesNotContain(home.Living(), process => process.CommandLine.Contains("haggle-agent", StringComparison.Ordinal) && process.Environment.Contains(Value, StringComparison.Ordinal));

        await home.OkAsync("exec", run, "--", "touch", "go");
        Assert.Equal("succeeded", (await home.UntilOverAsync(run)).Outcome);

        // What the program printed itself is covered where it is kept and where it is shown, and the machine's own file is gone with the machine.
        Assert.EndsWith($"it is {new string('*', Value.Length)}, really\n", await home.LogsAsync(run), StringComparison.Ordinal);
        await home.LeavesNothingAsync();
        Assert.Empty(FilesWith(home, Value));
        Assert.DoesNotContain(Value, await DumpAsync(home));
    }

    /// <summary>Files of the state folder that hold a text. The store is looked at separately: one of its tables may.</summary>
    private static IEnumerable<string> FilesWith(Home home, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        foreach (var path in Directory.GetFiles(home.Folder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(path).StartsWith("haggle.db", StringComparison.Ordinal) || path.EndsWith(".sock", StringComparison.Ordinal) || path.EndsWith(".lock", StringComparison.Ordinal)) continue;
            if (Content(path).AsSpan().IndexOf(bytes) >= 0) yield return path;
        }
    }

    /// <summary>What a file holds; nothing when it has been renamed or deleted since the folder was listed.</summary>
    private static byte[] Content(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            file.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Everything in the store but what the run was made of: secrets are kept there for the next attempt, and only there.</summary>
    private static async Task<string> DumpAsync(Home home)
    {
        const string Script = """
            import sqlite3, sys
            db = sqlite3.connect(sys.argv[1])
            for (name,) in db.execute("select name from sqlite_master where type = 'table'").fetchall():
                if name != "run_secrets":
                    for row in db.execute(f"select * from {name}"): print(row)
            """;
        using var python = Command.Start(home.Folder, "python3", ["-c", Script, Path.Combine(home.Folder, "haggle.db")]);
        return (await python.EndAsync()).Expect(0).Out;
    }
}
