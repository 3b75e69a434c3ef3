"""Checkpoints that are complete or absent, and are recognised when they are damaged."""

import glob
import hashlib
import io
import os
import sys

import torch

KEPT = 3  # one may be damaged, and one may still be on its way to the store while the next is written


class Folder:
    def __init__(self, path):
        self.path = path

    def save(self, state, step):
        """Temporary name, flush to the disk, rename: the name appears only when the content is complete. Returns the name."""
        os.makedirs(self.path, exist_ok=True)
        content = io.BytesIO()
        torch.save(state, content)
        name = f"step-{step:09d}.pt"
        temporary = os.path.join(self.path, f".{name}.tmp")
        with open(temporary, "wb") as file:
            file.write(hashlib.sha256(content.getbuffer()).digest())
            file.write(content.getbuffer())
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, os.path.join(self.path, name))
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        for old in self.newest_first()[KEPT:]:
            os.remove(old)
        return name

    def newest(self):
        """The newest state that is whole, or None. A damaged file is named, and the one before it is used."""
        for file in self.newest_first():
            with open(file, "rb") as opened:
                digest, content = opened.read(32), opened.read()
            if hashlib.sha256(content).digest() == digest:
                return load(content)
            print(f"train.py: checkpoint {file} is damaged (its hash does not match its content); using the one before it", file=sys.stderr)
        return None

    def newest_first(self):
        return sorted(glob.glob(os.path.join(glob.escape(self.path), "step-*.pt")), reverse=True)


def load(content):
    # Everything onto the CPU: load_state_dict copies it to where it belongs, and generators' states must stay there. Newer versions of torch load
    # tensors and plain containers only unless told otherwise; that is all there is in here.
    return torch.load(io.BytesIO(content), map_location="cpu")


def fingerprint(network):
    """SHA-256 over all parameters, to compare two trainings bit by bit."""
    digest = hashlib.sha256()
    for name, value in sorted(network.state_dict().items()):
        digest.update(name.encode())
        digest.update(value.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()
