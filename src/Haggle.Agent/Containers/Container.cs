using System.Globalization;
using System.Text;
using Haggle.Agent.Files;
using Haggle.Agent.Programs;
using Haggle.Agent.State;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Containers;

/// <summary>
/// The container of a machine: one for setup, program and whatever people run beside it, from setup until the machine ends. The working folder, the checkpoint
/// folder and the log are at the same paths inside as outside, so that everything else the agent does is the same with a container and without.
/// </summary>
internal sealed class Container(MachineFolder folder, string token, IReadOnlyDictionary<string, string> imposed, StateBoard board, AgentLog log, TimeProvider time) : IProgramPlace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly MarkedProcesses processes = new(token);
    private ContainerEngine? engine;
    private OomCount? oom;
    private long oomSeen;
    private long? memory;
    private bool hidesGpuVariables;
    private int count;

    /// <summary>Whether programs run in it.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Brings the image and starts the container.</summary>
    /// <exception cref="TaskFault">It cannot be; the message says why and what to do.</exception>
    public async Task OpenAsync(OrderMessage order, CancellationToken cancellationToken)
    {
        var wish = order.Container ?? throw new InvalidOperationException("the order has no container");
        engine = await new EngineSearch(time).FindAsync(wish.Engine, cancellationToken);
        log.Write($"containers by {engine.Name}, {engine.Program}");
        await new LeftContainers(log, time).SweepAsync(engine, token, cancellationToken);
        var gpus = GpuChoice.Choose(await new HostGpus(time).FindAsync(cancellationToken), wish.Gpus, name => Allotted(order, name));
        hidesGpuVariables = gpus.Count > 0;
        if (gpus.Count > 0) log.Write($"the container gets {string.Join(", ", gpus.Select(gpu => gpu.Uuid.Length > 0 ? gpu.Uuid : gpu.Device))}");
        var login = RegistryLogin.Of(order.Environment);
        var decision = new ImageDecision(board, log);
        var host = ImageDecision.Cards(gpus, wish);
        var (image, needs) = decision.ByName(wish, login, host);
        // Before there is anything that could be left: a login, a container.
        MachineFolder.WriteWhole(folder.Left, LeftContainers.Script(engine, folder.Home, token, Environment.GetEnvironmentVariable));
        if (!await IsHereAsync(image, cancellationToken)) await new ImagePull(folder, token, log, time).RunAsync(engine, image, login, cancellationToken);
        decision.ByEnvironment(await EnvironmentOfAsync(image, cancellationToken), needs, host);
        await StartAsync(await new ContainerPlanning(folder, token, time).PlanAsync(order, engine, image, gpus, cancellationToken), cancellationToken);
    }

    // What was allotted goes over what the task wishes, and both over what the machine was started with.
    private string? Allotted(OrderMessage order, string name) => imposed.GetValueOrDefault(name) ?? order.Environment.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name);

    public async Task<IRunningProgram> StartAsync(string name, string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        new FileStream(folder.TaskLog, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = OwnerOnly }).Dispose();
        oomSeen = oom?.Now ?? 0;
        return await StartScriptAsync(name, Shell.Prelude + script, folder.TaskLog, environment, cancellationToken);
    }

    public Task<IRunningProgram> StartForOutputAsync(string name, string command, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        StartScriptAsync(name, command, "", environment, cancellationToken);

    public Task<IRunningProgram> StartForCallerAsync(string name, string command, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        StartScriptAsync(name, command, EntryScript.Caller, environment, cancellationToken);

    public IRunningProgram StartOnTerminal(string name, string? command, string terminal, IReadOnlyDictionary<string, string> environment) =>
        throw new InvalidOperationException("a terminal is the machine's; see OnTerminal");

    /// <summary>Brings a command, or a shell, to a terminal of the machine, on which the engine's client sits; the engine makes another one inside.</summary>
    public IRunningProgram OnTerminal(Shell machine, string name, string? command, string terminal, IReadOnlyDictionary<string, string> environment)
    {
        var own = engine ?? throw new InvalidOperationException("the container is not open");
        var script = Path.Combine(folder.Shared, name + ".sh");
        MachineFolder.WriteWhole(script, Encoding.UTF8.GetBytes(command is null ? "command -v bash >/dev/null && exec bash -i\nexec sh -i\n" : command + "\n"));
        var words = ContainerWords.Terminal(token, name, environment.Keys.Concat(imposed.Keys).Where(Passes), ["/bin/sh", script]);
        return new ContainerTerminal(machine.StartOnTerminal(name, ContainerWords.Line([own.Program, .. words]), terminal, environment), processes, $"{ContainerProgram.Stage}={name}");
    }

    public string Cause() => oom?.Now > oomSeen
        ? $"out of memory: the system killed a process of it because the container reached its limit{(memory is { } bytes ? $" of {PullNotes.Size(bytes)}" : "")}" : "";

    /// <summary>Takes the container away; the machine ends.</summary>
    public async Task CloseAsync()
    {
        if (engine is null || !File.Exists(folder.Left)) return;
        IsOpen = false;
        try
        {
            // Its first process was killed with the others, so the engine may be taking it away already and refuse to do it twice.
            for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < EndPatience; await Task.Delay(Look, time, CancellationToken.None))
            {
                await EngineCall.RunAsync(engine.Program, ContainerWords.Remove(engine, ContainerWords.Name(token)), EndPatience, time, CancellationToken.None);
                if (await EngineCall.RunAsync(engine.Program, ["inspect", "--format", "{{.Id}}", ContainerWords.Name(token)], EndPatience, time, CancellationToken.None) is not { Code: not 0 }) continue;
                File.Delete(folder.Left);
                return;
            }
        }
        catch (TaskFault fault)
        {
            // The script stays in the machine's folder for whoever sweeps it.
            log.Write($"the container could not be taken away: {fault.Message}");
        }
    }

    private async Task<bool> IsHereAsync(string image, CancellationToken cancellationToken) =>
        await AskAsync(["image", "inspect", "--format", "{{.Id}}", image], cancellationToken) is { Code: 0 };

    private async Task<string[]> EnvironmentOfAsync(string image, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(["image", "inspect", "--format", "{{range .Config.Env}}{{println .}}{{end}}", image], cancellationToken);
        return answer.Code == 0 ? answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : throw new TaskFault($"the image {image} cannot be read: {answer.Complaint}");
    }

    private async Task StartAsync(ContainerPlan plan, CancellationToken cancellationToken)
    {
        if (ContainerWords.Unlimited(plan.Engine, plan.Wish, plan.Bounds) is { Length: > 0 } note) board.Note(note);
        memory = ContainerWords.Memory(plan.Wish, plan.Bounds);
        var words = ContainerWords.Run(plan);
        log.Write($"{plan.Engine.Name} {string.Join(' ', words)}");
        var answer = await AskAsync(words, cancellationToken);
        if (answer.Code != 0 && plan.Init && answer.Error.Contains("init", StringComparison.Ordinal) && ((string[])["docker-init", "catatonit", "container-init", "init binary"]).Any(word => answer.Error.Contains(word, StringComparison.Ordinal)))
        {
            await AskAsync(ContainerWords.Remove(plan.Engine, ContainerWords.Name(token)), cancellationToken);
            answer = await AskAsync(ContainerWords.Run(plan with { Init = false }), cancellationToken);
        }

        if (answer.Code != 0) throw new TaskFault(ContainerFault.Words(plan.Image, answer));
        var first = await AskAsync(["inspect", "--format", "{{.State.Pid}}", ContainerWords.Name(token)], cancellationToken);
        if (int.TryParse(first.Output.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var process) && process > 0) oom = OomCount.Of(process);
        IsOpen = true;
        log.Write($"container {ContainerWords.Name(token)} runs {plan.Image}");
    }

    private async Task<IRunningProgram> StartScriptAsync(string name, string script, string output, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var own = engine ?? throw new InvalidOperationException("the container is not open");
        var path = Path.Combine(folder.Shared, name + ".sh");
        var exitFile = Path.Combine(folder.Shared, name + ".exit");
        var stage = string.Create(CultureInfo.InvariantCulture, $"{name}-{Interlocked.Increment(ref count)}");
        var last = $"#{Guid.NewGuid():n}";
        try
        {
            File.Delete(exitFile);
            MachineFolder.WriteWhole(path, Encoding.UTF8.GetBytes(script + "\n"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new TaskFault($"the script could not be written to {path}: {fault.Message}");
        }

        var client = ProgramCall.Start(own.Program, ContainerWords.Exec(token, stage, ["/bin/sh", "-c", EntryScript.Text, "haggle-entry", path, output, exitFile, last]))
            ?? throw new TaskFault($"{own.Program} is gone");
        var complaint = client.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            // Only once its first process is known does the program get its variables, and with them the word to begin: from then on it can be told to stop.
            int leader;
            for (var began = time.GetTimestamp(); (leader = processes.Leader($"{ContainerProgram.Stage}={stage}")) == 0;)
            {
                if (client.HasExited) throw new TaskFault($"the program could not be started in the container: {new EngineAnswer(client.ExitCode, "", await complaint).Complaint}");
                if (time.GetElapsedTime(began) > Patience) throw new TaskFault($"{own.Name} did not start the program in the container within {Patience.TotalSeconds:0} s");
                await Task.Delay(Look, time, cancellationToken);
            }

            await client.StandardInput.BaseStream.WriteAsync(EntryScript.Variables(environment.Where(pair => !imposed.ContainsKey(pair.Key)).Concat(imposed).Where(pair => Passes(pair.Key)), last), cancellationToken);
            await client.StandardInput.BaseStream.FlushAsync(cancellationToken);
            if (output != EntryScript.Caller) client.StandardInput.Close();
            return new ContainerProgram(client, leader, exitFile, complaint);
        }
        catch (Exception fault)
        {
            if (!client.HasExited) client.Kill(entireProcessTree: true);
            client.Dispose();
            if (fault is IOException) throw new TaskFault($"the program could not be started in the container: {fault.Message}");
            throw;
        }
    }

    private bool Passes(string variable) => !RegistryLogin.IsOwn(variable) && !(hidesGpuVariables && GpuChoice.IsOutside(variable));

    private async Task<EngineAnswer> AskAsync(IReadOnlyList<string> words, CancellationToken cancellationToken) => engine is null
        ? throw new InvalidOperationException("no engine was looked for")
        : await EngineCall.RunAsync(engine.Program, words, Patience, time, cancellationToken) ?? throw new TaskFault($"{engine.Program} is gone");
}
