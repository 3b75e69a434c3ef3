"""Who the ranks are, how they find one another and what they agree on."""

import datetime
import os
import signal
import subprocess
import sys
import zlib

import torch
import torch.distributed as dist


class Place:
    """This process among all ranks."""

    def __init__(self, rank, world_size, device):
        self.rank, self.world_size, self.device = rank, world_size, device
        self.is_gpu = device.type == "cuda"
        # Flags and checkpoints travel on the CPU's own channel, so that agreeing never waits for the GPU.
        self.control = dist.new_group(backend="gloo")

    def any(self, flag):
        """Whether the flag is set on any rank; the same answer on all."""
        flags = torch.tensor([int(flag)])
        dist.all_reduce(flags, op=dist.ReduceOp.MAX, group=self.control)
        return bool(flags.item())

    def gather(self, thing):
        """Every rank's thing, in the order of the ranks."""
        things = [None] * self.world_size
        dist.all_gather_object(things, thing, group=self.control)
        return things

    def share(self, thing):
        """Rank 0's thing, on all ranks: the others' disks need not hold the checkpoint."""
        things = [thing]
        dist.broadcast_object_list(things, src=0, group=self.control)
        return things[0]


def nodes():
    """This node's number, how many there are, and the address of the first."""
    addresses = (os.environ.get("HAGGLE_NODE_IPS") or os.environ.get("SKYPILOT_NODE_IPS") or "127.0.0.1").split()
    rank = int(os.environ.get("HAGGLE_NODE_RANK") or os.environ.get("SKYPILOT_NODE_RANK") or 0)
    count = int(os.environ.get("HAGGLE_NUM_NODES") or os.environ.get("SKYPILOT_NUM_NODES") or len(addresses))
    return rank, count, addresses


def port():
    """MASTER_PORT, else 29500; under Haggle another for each run and attempt, so that a rank of an attempt given up cannot join this one.

    The machine's own name tells apart what two state folders on one computer both call run 1: a port that was just in use may not be free yet.
    """
    if os.environ.get("MASTER_PORT"):
        return int(os.environ["MASTER_PORT"])
    run = os.environ.get("HAGGLE_RUN_ID")
    if not run:
        return 29500
    gang = os.environ.get("HAGGLE_MACHINE", "").rpartition("-")[0]
    return 20000 + zlib.crc32(f"{gang}/{run}/{os.environ.get('HAGGLE_EPOCH', '1')}".encode()) % 10000


def start_ranks(wanted):
    """Starts one process per GPU (or as many as wanted) and waits for them. Returns None in a process that is a rank itself."""
    if "LOCAL_RANK" in os.environ:
        return None
    count = wanted or max(1, torch.cuda.device_count())
    if count == 1:
        os.environ.update(LOCAL_RANK="0", LOCAL_WORLD_SIZE="1")
        return None

    ranks = []

    def forward(number, frame):
        for rank in ranks:
            rank.send_signal(number)

    signal.signal(signal.SIGTERM, forward)
    for local in range(count):
        ranks.append(subprocess.Popen([sys.executable, *sys.argv], env=dict(os.environ, LOCAL_RANK=str(local), LOCAL_WORLD_SIZE=str(count))))
    codes = [rank.wait() for rank in ranks]
    # A rank ended by the signal itself (-15) was still waiting for the others: that is an orderly leave too.
    failed = [code for code in codes if code not in (0, 143, -signal.SIGTERM)]
    return failed[0] if failed else 143 if any(codes) else 0


def join():
    """Meets the other ranks; gives up with a sentence when they do not come."""
    node, count, addresses = nodes()
    local, per_node = int(os.environ["LOCAL_RANK"]), int(os.environ.get("LOCAL_WORLD_SIZE", "1"))
    rank, world_size = node * per_node + local, count * per_node
    # One GPU per rank, or none for anyone: ranks that share a GPU cannot sum by nccl.
    is_gpu = torch.cuda.is_available() and torch.cuda.device_count() >= per_node
    device = torch.device("cuda", local) if is_gpu else torch.device("cpu")
    if is_gpu:
        torch.cuda.set_device(device)
    if all(address.startswith("127.") for address in addresses):
        os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
        os.environ.setdefault("NCCL_SOCKET_IFNAME", "lo")
    try:
        dist.init_process_group("nccl" if is_gpu else "gloo", init_method=f"tcp://{addresses[0]}:{port()}", rank=rank, world_size=world_size,
                                timeout=datetime.timedelta(minutes=5))  # fmt: skip
    except RuntimeError as fault:
        raise SystemExit(f"train.py: rank {rank} of {world_size} could not meet the others at {addresses[0]}:{port()}: {fault}") from fault
    return Place(rank, world_size, device)


def generators(place):
    """The state of this rank's random generators."""
    return {"cpu": torch.get_rng_state(), "cuda": torch.cuda.get_rng_state(place.device) if place.is_gpu else None}


def restore_generators(place, states):
    torch.set_rng_state(states["cpu"])
    if place.is_gpu:
        torch.cuda.set_rng_state(states["cuda"], place.device)
