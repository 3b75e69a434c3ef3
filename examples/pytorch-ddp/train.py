"""Trains a small convolutional network on handwritten digits with PyTorch's DistributedDataParallel, on one machine or several.

It can be taken away at any moment: SIGTERM makes all ranks save at the same step and leave with code 143, and the next start goes on from there
with the same numbers as if nothing had happened (same world size, same kind of machine). Works with torch 1.13 on the CPU (gloo) and newer ones
on GPUs (nccl). docs/progress-protocol.md has the environment variables and the lines it prints; without any of them it trains by itself.
"""

import argparse
import os
import signal
import sys
import time

import checkpoints
import cluster
import digits

os.environ.setdefault("OMP_NUM_THREADS", "1")  # more threads would sum in another order, and small layers gain nothing by them
os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # cuBLAS is reproducible only with a fixed workspace

import torch  # noqa: E402 (the two settings above must come first)
import torch.distributed as dist  # noqa: E402
from torch import nn  # noqa: E402


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()
        )
        self.classifier = nn.Sequential(nn.Linear(32 * 4 * 4, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, 10))

    def forward(self, images):
        return self.classifier(self.features(images))


class Training:
    """One rank's share of the training and everything that decides its next step."""

    def __init__(self, flags, place):
        self.flags, self.place = flags, place
        torch.manual_seed(flags.seed)
        self.network = Network().to(place.device)
        self.model = nn.parallel.DistributedDataParallel(self.network, device_ids=[place.device.index] if place.is_gpu else None)
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=flags.learning_rate)
        self.images, self.labels, self.source = digits.load(place.device)
        self.global_batch = flags.batch * place.world_size
        self.batches_per_epoch = len(self.labels) // self.global_batch
        if self.batches_per_epoch == 0:
            raise SystemExit(f"train.py: {place.world_size} ranks x --batch {flags.batch} is more than the {len(self.labels)} images; use a smaller --batch")
        self.steps = flags.epochs * self.batches_per_epoch
        self.step = 0
        self.order_of = (-1, None)
        self.warm_up()
        torch.manual_seed(flags.seed + 1000 * (place.rank + 1))  # dropout differs from rank to rank

    def warm_up(self):
        # DDP regroups its gradient buckets after the first backward pass, and with three ranks or more the groups decide the order of the sums.
        # One pass for nothing makes the first real step of a fresh start and of a resumed one alike.
        self.loss(self.images[: self.flags.batch], self.labels[: self.flags.batch]).backward()
        self.optimizer.zero_grad()

    def loss(self, images, labels):
        return nn.functional.cross_entropy(self.model(images), labels)

    def advance(self):
        epoch, batch = divmod(self.step, self.batches_per_epoch)
        if self.order_of[0] != epoch:
            # The order of an epoch follows from the seed and its number alone, so the step is the sampler's whole position.
            shuffle = torch.Generator().manual_seed(self.flags.seed * 1_000_003 + epoch)
            self.order_of = (epoch, torch.randperm(len(self.labels), generator=shuffle))
        start = batch * self.global_batch + self.place.rank * self.flags.batch
        chosen = self.order_of[1][start : start + self.flags.batch].to(self.place.device)
        loss = self.loss(self.images[chosen], self.labels[chosen])
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.step += 1
        return loss.detach()

    def recipe(self):
        """What a checkpoint must agree with to be continued exactly."""
        flags = self.flags
        return {"world size": self.place.world_size, "device": self.place.device.type, "data": self.source, "--batch": flags.batch,
                "--seed": flags.seed, "--learning-rate": flags.learning_rate}  # fmt: skip

    def state(self):
        generators = self.place.gather(cluster.generators(self.place))
        return {"recipe": self.recipe(), "step": self.step, "epoch": self.step // self.batches_per_epoch, "model": self.network.state_dict(),
                "optimizer": self.optimizer.state_dict(), "generators": generators}  # fmt: skip

    def resume(self, state):
        for name, mine in self.recipe().items():
            if state["recipe"].get(name) != mine:
                raise SystemExit(f"train.py: the checkpoint was made with {name} = {state['recipe'].get(name)}, this training has {mine}; "
                                 "make them equal, or use another --checkpoints folder to start anew")  # fmt: skip
        self.step = state["step"]
        self.network.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        cluster.restore_generators(self.place, state["generators"][self.place.rank])

    def accuracy(self):
        self.network.eval()
        with torch.no_grad():
            right = (self.network(self.images).argmax(1) == self.labels).float().mean().item()
        self.network.train()
        return right


def main():
    flags = parse()
    status = cluster.start_ranks(flags.procs_per_node)
    if status is not None:
        return status

    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    torch.use_deterministic_algorithms(True)
    place = cluster.join()
    wanted = []
    # Only now: while ranks wait for one another there is nothing to save, and the default action ends a waiting process at once.
    signal.signal(signal.SIGTERM, lambda number, frame: wanted.append(number))
    if place.rank:
        sys.stdout = open(os.devnull, "w")  # one rank speaks for all

    training = Training(flags, place)
    folder = checkpoints.Folder(flags.checkpoints or os.environ.get("HAGGLE_CHECKPOINT_DIR") or "checkpoints")
    print(f"train.py: torch {torch.__version__}, {place.world_size} rank(s) on {place.device.type}, data: {training.source}, {training.steps} steps")
    state = place.share(folder.newest() if place.rank == 0 else None)
    if state is not None:
        training.resume(state)
        print(f"train.py: continuing at step {training.step}")

    interrupted = train(training, folder, wanted)
    if not interrupted:
        print(f"final accuracy {training.accuracy():.4f}")
        print(f"parameters sha256 {checkpoints.fingerprint(training.network)}", flush=True)
    dist.destroy_process_group()
    return 143 if interrupted else 0


def train(training, folder, wanted):
    """Runs to the end, or to the step at which the first rank was told to leave. Returns whether it was interrupted."""
    flags, place = training.flags, training.place
    since, seen = time.monotonic(), 0
    while training.step < training.steps:
        # A rank that left alone would let the others wait in their next sum for ever: they agree before every step.
        if place.any(bool(wanted)):
            save(training, folder)
            print(f"train.py: interrupted; saved step {training.step}", flush=True)
            return True
        loss = training.advance()
        seen += training.global_batch
        if training.step % flags.report_every == 0 or training.step == training.steps:
            now = time.monotonic()
            say(f"progress step={training.step} of={training.steps} loss={loss.item():.4f} rate={seen / max(now - since, 1e-9):.0f} unit=images/s")
            since, seen = now, 0
        if training.step % flags.checkpoint_every == 0 or training.step == training.steps:
            save(training, folder)
        if training.step % training.batches_per_epoch == 0:
            print(f"epoch {training.step // training.batches_per_epoch}/{flags.epochs}  loss {loss.item():.4f}", flush=True)
    return False


def save(training, folder):
    state = training.state()
    if training.place.rank == 0:
        say(f"checkpoint step={training.step} path={folder.save(state, training.step)}")


def say(line):
    if os.environ.get("HAGGLE_RUN_ID") or os.environ.get("HAGGLE_CHECKPOINT_DIR"):
        print(f"::haggle {line}", flush=True)


def parse():
    parser = argparse.ArgumentParser(description="Trains a small network on handwritten digits; can be interrupted and resumed exactly.")
    parser.add_argument("--epochs", type=positive, default=12, help="times through the data (default 12)")
    parser.add_argument("--batch", type=positive, default=32, help="images per rank and step (default 32)")
    parser.add_argument("--learning-rate", type=float, default=1e-3, help="of AdamW (default 0.001)")
    parser.add_argument("--seed", type=int, default=1, help="of start values, order of the data and dropout (default 1)")
    parser.add_argument("--checkpoint-every", type=positive, default=50, help="steps between checkpoints (default 50)")
    parser.add_argument("--report-every", type=positive, default=10, help="steps between progress lines (default 10)")
    parser.add_argument("--checkpoints", help="folder (default HAGGLE_CHECKPOINT_DIR, else ./checkpoints)")
    parser.add_argument("--procs-per-node", type=positive, help="ranks on each node (default: one per GPU, or one)")
    return parser.parse_args()


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"needs 1 or more, not {text}")
    return number


if __name__ == "__main__":
    sys.exit(main())
