"""Times the phases of a training and tells Haggle of them (docs/progress-protocol.md). Knows nothing of fastai; needs only Python.

What ended is kept in a small file beside the checkpoints, so that a training that was interrupted goes on with the next phase and still
knows what the earlier ones took.
"""

import json
import os
import pathlib
import time


class Phases:
    def __init__(self, names, folder=None, clock=time.monotonic):
        self.names = list(names)
        self.folder = pathlib.Path(folder or os.environ.get("HAGGLE_CHECKPOINT_DIR") or "checkpoints")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.clock = clock
        self.seconds = self._read()

    def is_done(self, name):
        return name in self.seconds

    def last_done(self):
        """The newest phase that ended; None before the first."""
        done = [name for name in self.names if self.is_done(name)]
        return done[-1] if done else None

    def run(self, name, work):
        """Does a phase and times it; one that an earlier attempt did is not done again."""
        if self.is_done(name):
            return None
        step = self.names.index(name)
        say(f'progress step={step} of={len(self.names)} phase="{name}"')
        start = self.clock()
        result = work()
        self.seconds[name] = self.clock() - start
        print(f"{name}: {self.seconds[name]:.1f} s", flush=True)
        return result

    def keep(self, name, save):
        """Saves what the phase made: save(path) writes a file, which gets its name only when it is whole."""
        step = self.names.index(name) + 1
        path = self.folder / f"phase-{step}.pth"
        hidden = self.folder / f".phase-{step}.pth"
        save(hidden)
        self._replace(hidden, path)
        self._write()
        say(f"checkpoint step={step} path={path.name}")

    def tell(self, name, **numbers):
        """The phase is over: its time and its numbers."""
        step = self.names.index(name) + 1
        told = {f"seconds_{key(name)}": round(self.seconds[name], 2), **numbers}
        say(f"progress step={step} of={len(self.names)} phase=\"{name}\" " + " ".join(f"{word}={value}" for word, value in told.items()))

    def path_of(self, name):
        return self.folder / f"phase-{self.names.index(name) + 1}.pth"

    def total(self):
        return sum(self.seconds[name] for name in self.names)

    def results_line(self, task, offer, **cells):
        """A header and a line for a results file (docs/results-file.md)."""
        phases = ";".join(f"{key(name)}={self.seconds[name]:.2f}" for name in self.names)
        cells = {"task": task, "offer": offer, "measured_seconds": f"{self.total():.2f}", "phases": phases, **cells}
        return ",".join(cells) + "\n" + ",".join(str(value) for value in cells.values())

    def _read(self):
        try:
            seconds = json.loads((self.folder / "phases.json").read_text())
        except (OSError, ValueError):
            return {}
        # A phase counts only with what it made.
        return {name: took for name, took in seconds.items() if name in self.names and self.path_of(name).exists()}

    def _write(self):
        hidden = self.folder / ".phases.json"
        hidden.write_text(json.dumps(self.seconds))
        self._replace(hidden, self.folder / "phases.json")

    @staticmethod
    def _replace(hidden, path):
        with open(hidden, "rb") as file:
            os.fsync(file.fileno())
        os.replace(hidden, path)


def key(name):
    return name.replace(" ", "_")


def say(line):
    if os.environ.get("HAGGLE_PROGRESS"):
        with open(os.environ["HAGGLE_PROGRESS"], "a") as file:
            file.write(f"::haggle {line}\n")
    elif os.environ.get("HAGGLE_RUN_ID"):
        print(f"::haggle {line}", flush=True)
