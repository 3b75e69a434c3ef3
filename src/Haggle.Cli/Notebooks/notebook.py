# Starts a Jupyter server on this machine, for its owner alone, and ends it when nobody uses it any more. Sent by `haggle jupyter`; runs with the standard
# library of any Python 3.6 or newer. Settings come in HAGGLE_NOTEBOOK (JSON), the token in JUPYTER_TOKEN: neither is ever an argument of a program.
import datetime, glob, json, os, re, shutil, signal, socket, subprocess, sys, threading, time, urllib.request

settings = json.loads(os.environ.pop("HAGGLE_NOTEBOOK", "{}"))
token = os.environ.pop("JUPYTER_TOKEN", "")
beside = settings.get("beside", True)
# In a run whose own program is the server, that one is waited for.
wait = settings.get("wait") or os.environ.pop("HAGGLE_NOTEBOOK_IS_RUN", "")
idle = float(settings.get("idle_seconds", 1800))
progress = os.environ.get("HAGGLE_PROGRESS", "")
home = os.path.join(os.path.dirname(progress) if progress else os.getcwd(), "notebook")
server_file = os.path.join(home, "server.json")
MODULES = (("jupyterlab", "lab"), ("notebook", "tree"))
PATIENCE = 180


def tell(**what):
    print(json.dumps(what), flush=True)


def fail(message, code=3):
    if beside:
        tell(error=message)
    else:
        sys.stderr.write("haggle: %s\n" % message)
    sys.exit(code)


def known():
    """The server that runs on this machine already, if it answers."""
    try:
        with open(server_file) as file:
            server = json.load(file)
        status(server)
        return server
    except (OSError, ValueError):
        return None


def ask(server, path):
    # A look must not count as use, or nobody would ever be idle.
    url = "http://127.0.0.1:%d%sapi/%s?no_track_activity=1" % (server["port"], server.get("base_url", "/"), path)
    request = urllib.request.Request(url, headers={"Authorization": "token " + server["token"]})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def status(server):
    return ask(server, "status")


def private(path, text):
    handle = os.open(path + ".part", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    os.replace(path + ".part", path)


def programs():
    """Pythons of this machine, the likeliest first."""
    if os.environ.get("HAGGLE_NOTEBOOK_PYTHONS"):
        return os.environ["HAGGLE_NOTEBOOK_PYTHONS"].split(":")
    names = [os.path.join(home, "venv/bin/python"), sys.executable, shutil.which("python3"), shutil.which("python"), "/usr/bin/python3",
             os.path.expanduser("~/miniconda3/bin/python"), "/opt/conda/bin/python"]
    if os.environ.get("VIRTUAL_ENV"):
        names.insert(1, os.path.join(os.environ["VIRTUAL_ENV"], "bin/python"))
    seen = []
    for name in names:
        if name and name not in seen and os.access(name, os.X_OK):
            seen.append(name)
    return seen


def find():
    for python in programs():
        check = "import importlib.util as u; print(' '.join(m for m in %r if u.find_spec(m)))" % ([m for m, _ in MODULES],)
        try:
            there = subprocess.run([python, "-c", check], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60).stdout.decode().split()
        except (OSError, subprocess.TimeoutExpired):
            continue
        for module, page in MODULES:
            if module in there:
                return python, module, page
    return None


def install():
    """Puts JupyterLab into a folder of this machine alone; what the system's Python has (PyTorch) is seen from there."""
    venv = os.path.join(home, "venv")
    if beside:
        tell(note="JupyterLab is not here; installing it")
    for command in ([sys.executable, "-m", "venv", "--system-site-packages", venv],
                    [os.path.join(venv, "bin/python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", "jupyterlab"]):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            last = [line for line in done.stdout.decode(errors="replace").splitlines() if line.strip()][-1:]
            fail("JupyterLab could not be installed: " + "".join(last))


def configure(root):
    runtime = os.path.join(home, "runtime")
    shutil.rmtree(runtime, ignore_errors=True)
    os.makedirs(runtime, 0o700)
    os.environ["JUPYTER_RUNTIME_DIR"] = runtime
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lines = ["c = get_config()"]
    for name in ("ServerApp", "NotebookApp"):
        for key, value in (("ip", "127.0.0.1"), ("port", port), ("port_retries", 500), ("open_browser", False),
                           ("allow_root", True), ("token", token), ("password", "")):
            lines.append("c.%s.%s = %r" % (name, key, value))
    lines += ["c.ServerApp.root_dir = %r" % root, "c.NotebookApp.notebook_dir = %r" % root, "c.IdentityProvider.token = %r" % token, ""]
    private(os.path.join(home, "config.py"), "\n".join(lines))
    return runtime


def copy(stream):
    """What the server says, without the token."""
    for line in iter(stream.readline, b""):
        sys.stderr.write(re.sub(r"token=[0-9A-Za-z%._-]+", "token=***", line.decode(errors="replace").replace(token, "***")))
        sys.stderr.flush()


def start(root):
    found = find()
    if found is None and settings.get("install"):
        install()
        found = find()
    if found is None:
        fail("neither JupyterLab nor the notebook server is installed on this machine")
    python, module, page = found
    runtime = configure(root)
    process = subprocess.Popen([python, "-m", module, "--config=" + os.path.join(home, "config.py")], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=root)
    threading.Thread(target=copy, args=(process.stdout,), daemon=True).start()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            fail("the Jupyter server ended at once with exit code %d; its log says why" % process.returncode)
        for path in glob.glob(os.path.join(runtime, "*server-*.json")):
            try:
                with open(path) as file:
                    said = json.load(file)
                server = {"port": said["port"], "base_url": said.get("base_url", "/"), "token": token, "page": page, "root": root, "idle_seconds": idle}
                status(server)
                private(server_file, json.dumps(server))
                return process, server
            except (OSError, ValueError, KeyError):
                pass
        time.sleep(0.1)
    process.kill()
    fail("the Jupyter server did not answer within %d s" % PATIENCE)


def used_at(server):
    """When it was used last, in seconds of the clock; None while somebody uses it."""
    now = status(server)
    if now.get("connections", 0) > 0 or any(kernel.get("execution_state") == "busy" for kernel in ask(server, "kernels")):
        return None
    text = now["last_activity"].rstrip("Z").split("+")[0]
    form = "%Y-%m-%dT%H:%M:%S.%f" if "." in text else "%Y-%m-%dT%H:%M:%S"
    return datetime.datetime.strptime(text, form).replace(tzinfo=datetime.timezone.utc).timestamp()


def watch(process, server):
    """Until it ends, or nobody has used it for so long; the exit code."""
    asked = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, frame: asked.append(number))
    begun = time.time()
    look = time.monotonic()
    why = "it ended"
    while process.poll() is None and not asked:
        time.sleep(0.2)
        if idle <= 0 or time.monotonic() < look:
            continue
        look = time.monotonic() + min(15.0, max(0.5, idle / 10))
        try:
            used = used_at(server)
        except (OSError, ValueError, KeyError):
            continue
        if used is not None and time.time() - max(used, begun) >= idle:
            why = "nobody used it for %s" % (("%d min" % (idle / 60)) if idle >= 120 else ("%d s" % idle))
            break
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    try:
        with open(os.path.join(home, "ended"), "w") as file:
            file.write(why)
        os.remove(server_file)
    except OSError:
        pass
    sys.stderr.write("haggle: the notebook server is over: %s\n" % why)
    return 0 if asked or why != "it ended" else process.returncode


def attend():
    """Tells the caller where the server is, and stays until it is over."""
    server = known()
    until = time.monotonic() + PATIENCE
    while server is None and (wait or time.monotonic() < until):
        time.sleep(0.2)
        server = known()
    if server is None:
        fail("the notebook server did not come up")
    tell(**server)
    misses = 0
    while os.path.exists(server_file) and misses < 3:
        time.sleep(0.5)
        misses = 0 if time.monotonic() < until else misses + 1 if known() is None else 0
        until = until if time.monotonic() < until else time.monotonic() + 10
    try:
        with open(os.path.join(home, "ended")) as file:
            tell(over=file.read())
    except OSError:
        tell(over="it is gone")


os.makedirs(home, 0o700, exist_ok=True)
if beside and not wait and known() is None:
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.setsid()
        os.close(reader)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(writer, 1)
        os.dup2(os.open(os.path.join(home, "server.log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 2)
        process, server = start(settings.get("root") or os.getcwd())
        os.close(writer)
        os.dup2(2, 1)
        os._exit(watch(process, server))
    os.close(writer)
    with os.fdopen(reader) as said:
        for line in said:
            sys.stdout.write(line)
            sys.stdout.flush()
            if '"error"' in line:
                sys.exit(3)
if beside:
    attend()
else:
    folder = settings.get("root") or os.environ.get("HAGGLE_CHECKPOINT_DIR") or os.getcwd()
    os.makedirs(folder, exist_ok=True)
    process, server = start(folder)
    print("::haggle note the notebook is ready", flush=True)
    sys.exit(watch(process, server))
