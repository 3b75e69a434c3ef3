using System.Diagnostics;
using System.Net;
using System.Text;
using Haggle.Wire.Rest;

namespace Haggle.EndToEnd.Tests;

/// <summary>`haggle jupyter`, against a small server that speaks Jupyter's own language, and against the real one where it is installed.</summary>
public sealed class NotebookTests
{
    // The part of Jupyter's REST API that is used, as its documentation describes it. Like the real one it is found as a module, reads its configuration
    // file, writes its address where the others look for it, and refuses whoever has no token. And like the real one it keeps connections: Python's server closes
    // each after one answer (HTTP/1.0), .NET's client uses it again all the same, and what is sent into a connection that just ends is lost.
    internal const string FakeJupyter = """
        import datetime, http.server, json, os, sys, time
        config = {}
        class Section(dict):
            def __getattr__(self, name): return self.setdefault(name, Section())
            __setattr__ = dict.__setitem__
        c = Section()
        exec(open([a for a in sys.argv if a.startswith("--config=")][0][9:]).read(), {"get_config": lambda: c})
        app, started = c.ServerApp, time.time()
        last = [started]
        def stamp(seconds): return datetime.datetime.utcfromtimestamp(seconds).isoformat() + "Z"
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def answer(self, status, body):
                data = json.dumps(body).encode()
                self.send_response(status); self.send_header("Content-Length", str(len(data))); self.end_headers(); self.wfile.write(data)
            def allowed(self):
                good = self.headers.get("Authorization") == "token " + app["token"] or "token=" + app["token"] in self.path
                if not good: self.answer(403, {"message": "Forbidden"})
                return good
            def do_GET(self):
                if not self.allowed(): return
                path = self.path.split("?")[0]
                busy = os.path.exists("busy")
                if path == "/api/status": return self.answer(200, {"started": stamp(started), "last_activity": stamp(last[0]), "connections": 0, "kernels": int(busy)})
                if path == "/api/kernels": return self.answer(200, [{"execution_state": "busy"}] if busy else [])
                last[0] = time.time()
                name = os.path.basename(path)
                self.answer(200, {"content": open(name).read()}) if os.path.exists(name) else self.answer(404, {})
            def do_PUT(self):
                if not self.allowed(): return
                last[0] = time.time()
                open(os.path.basename(self.path.split("?")[0]), "w").write(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.answer(201, {})
            def log_message(self, form, *words): sys.stderr.write(form % words + " token=" + app["token"] + "\n")
        os.chdir(app["root_dir"])
        server = http.server.ThreadingHTTPServer((app["ip"], app["port"]), Handler)
        with open(os.path.join(os.environ["JUPYTER_RUNTIME_DIR"], "jpserver-%d.json" % os.getpid()), "w") as file:
            json.dump({"port": app["port"], "base_url": "/", "pid": os.getpid()}, file)
        server.serve_forever()
        """;

    [Fact]
    public async Task A_notebook_beside_a_program_is_found_again_and_ends_when_nobody_uses_it()
    {
        await using var home = await WithJupyterAsync();
        // Somebody computes from the beginning: it is not idle however long nobody looks, and however slow this computer is.
        var run = await home.LaunchAsync(home.Write("task.yaml", "name: busy\nrun: |\n  touch busy\n  echo begun\n  until [ -e go ]; do sleep 0.1; done\n"), "--env", "PYTHONPATH=" + Modules(home));
        await home.UntilLogAsync(run, "begun");
        using var first = home.Start("jupyter", run, "--idle", "15s", "--json");
        var notebook = await AddressAsync(first);
        var began = Stopwatch.GetTimestamp();
        using var http = new HttpClient();
        var token = notebook.Address.Split("token=")[1];
        Assert.Equal(403, (int)(await http.GetAsync(Api(notebook, "status", "wrong"))).StatusCode);
        Assert.Contains("last_activity", await http.GetStringAsync(Api(notebook, "status", token)));

        // Another one finds the same server; whoever leaves leaves it running.
        using var second = home.Start("jupyter", run, "--json");
        Assert.Equal(token, (await AddressAsync(second)).Address.Split("token=")[1]);
        second.Signal(Processes.Interrupt);
        Assert.Contains("The notebook goes on", (await second.EndAsync()).Expect(0).Error);

        // The token is in no program's arguments, and in files that their owner alone reads.
        Assert.DoesNotContain(Processes.All(), process => process.CommandLine.Contains(token, StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(home.Folder, "*", SearchOption.AllDirectories).Where(path => HasText(path, token)))
            Assert.Equal("notebook", Path.GetFileName(Path.GetDirectoryName(file)));
        Assert.DoesNotContain(token, await home.LogsAsync(run));

        if (TimeSpan.FromSeconds(18) - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } rest) await Wait.PassAsync(rest);
        Assert.Contains("last_activity", await http.GetStringAsync(Api(notebook, "status", token)));
        await home.OkAsync("exec", run, "--", "rm busy");
        Assert.Contains("nobody used it for 15 s. The run goes on.", (await first.EndAsync()).Expect(0).Error);
        await home.OkAsync("exec", run, "--", "touch go");
        Assert.Equal("succeeded", (await home.UntilOverAsync(run)).Outcome);
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_notebook_with_a_machine_of_its_own_keeps_its_files_over_a_reclaim_and_gives_the_machine_back_when_idle()
    {
        await using var home = await WithJupyterAsync();
        home.Write("nb/mine.ipynb", "first");
        // Somebody computes until the test has seen what it wants, so that nothing is idle too soon on a slow computer.
        home.Write("nb/busy", "");
        using var command = home.Start("jupyter", "--on", "local", "--workdir", "nb", "--idle", "10s", "--no-open", "--json", "--env", "PYTHONPATH=" + Modules(home));
        var notebook = await AddressAsync(command);
        using var http = new HttpClient();
        var token = notebook.Address.Split("token=")[1];
        var file = Api(notebook, "contents/mine.ipynb", token);
        using (var answer = await http.GetAsync(file))
        {
            Assert.Equal(HttpVersion.Version11, answer.Version);
            Assert.Contains("first", await answer.Content.ReadAsStringAsync());
        }

        (await http.PutAsync(file, new StringContent("changed"))).EnsureSuccessStatusCode();
        await home.OkAsync("reclaim", "1", "--notice", "8s");
        await command.SaysAsync("The notebook is there again, at the same address.");
        Assert.Contains("changed", await http.GetStringAsync(file));

        await home.OkAsync("exec", "1", "--", "find . -name busy -delete");
        var end = (await command.EndAsync()).Expect(0);
        Assert.Contains("is over: succeeded", end.Error);
        var run = await home.UntilOverAsync("1");
        Assert.Equal(("succeeded", 1), (run.Outcome, run.Reclaims));
        var log = await home.LogsAsync("1");
        Assert.DoesNotContain(token, log);
        Assert.Contains("nobody used it for 10 s", log);
        Assert.DoesNotContain(Directory.EnumerateFiles(home.Folder, "*", SearchOption.AllDirectories), path => !Path.GetFileName(path).StartsWith("haggle.db", StringComparison.Ordinal) && HasText(path, token));
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task The_real_notebook_server_is_started_opened_and_ended()
    {
        using (var look = Command.Start("/", "/usr/bin/python3", ["-c", "import notebook"]))
            if ((await look.EndAsync()).Code != 0) Assert.Skip("the notebook server is not here (package python3-notebook)");
        await using var home = new Home();
        using var command = home.Start("jupyter", "--on", "local", "--idle", "20s", "--no-open", "--json", "--name", "real", "--env", "PATH=/usr/bin:/bin");
        var notebook = await AddressAsync(command);
        using var http = new HttpClient();
        Assert.Contains("<title>", await http.GetStringAsync(notebook.Address));
        var token = notebook.Address.Split("token=")[1];
        using (var stranger = new HttpClient()) Assert.Equal(403, (int)(await stranger.GetAsync(Api(notebook, "contents", "wrong"))).StatusCode);
        using var content = new StringContent("""{"type":"file","format":"text","content":"kept"}""", Encoding.UTF8, "application/json");
        (await http.PutAsync(Api(notebook, "contents/a.txt", token), content)).EnsureSuccessStatusCode();
        Assert.Equal("kept", await File.ReadAllTextAsync(Path.Combine(notebook.Folder, "a.txt")));
        (await command.EndAsync()).Expect(0);
        var run = await home.UntilOverAsync("1");
        Assert.Equal("succeeded", run.Outcome);
        Assert.Equal("kept", await File.ReadAllTextAsync(Path.Combine(home.Folder, "checkpoints", "1", run.Checkpoints[^1].Id, "files", "a.txt")));
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task Where_there_is_no_jupyter_that_is_said_in_one_sentence()
    {
        await using var home = new Home();
        // A Python that finds no module at all but its own.
        home.Write("bin/python3", "#!/bin/sh\nexec /usr/bin/python3 -I -S \"$@\"\n");
        File.SetUnixFileMode(Path.Combine(home.Work, "bin", "python3"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var run = await home.LaunchAsync(home.Write("task.yaml", "name: plain\nrun: |\n  echo begun\n  sleep 1000\n"), "--env", $"PATH={home.Work}/bin:/bin", "--env", "HAGGLE_NOTEBOOK_PYTHONS=" + Path.Combine(home.Work, "bin", "python3"));
        await home.UntilLogAsync(run, "begun");
        var end = (await home.RunAsync("jupyter", run)).Expect(1);
        Assert.Contains("neither JupyterLab nor the notebook server is installed", end.Error);
        Assert.Contains("--install", end.Error);
        await home.OkAsync("down", run);
        await home.UntilOverAsync(run);
        await home.LeavesNothingAsync();
    }

    private static string Modules(Home home) => Path.Combine(home.Work, "modules");

    private static Task<Home> WithJupyterAsync()
    {
        var home = new Home();
        home.Write("modules/jupyterlab/__init__.py", "");
        home.Write("modules/jupyterlab/__main__.py", FakeJupyter);
        return Task.FromResult(home);
    }

    internal static async Task<NotebookMessage> AddressAsync(Command command)
    {
        await command.SaysAsync("\"folder\":");
        await command.SaysAsync("\n}");
        var text = command.Out[command.Out.LastIndexOf("{\n", StringComparison.Ordinal)..];
        return System.Text.Json.JsonSerializer.Deserialize(text, RestJson.Default.NotebookMessage)!;
    }

    private static string Api(NotebookMessage notebook, string what, string token) => $"http://127.0.0.1:{notebook.LocalPort}/api/{what}?token={token}";

    private static bool HasText(string path, string text)
    {
        if (path.EndsWith(".sock", StringComparison.Ordinal) || path.EndsWith(".lock", StringComparison.Ordinal)) return false;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[file.Length];
            return file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) is var read && content.AsSpan(0, read).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
