#!/bin/sh
# Starts train.py with the first python that has PyTorch: the one setup made, an active environment's, the system's (Debian's python3-torch is seen
# only by /usr/bin/python3). HAGGLE_PYTHON names one.
set -eu
cd "$(dirname "$0")"
for python in ${HAGGLE_PYTHON:-venv/bin/python python3 python /usr/bin/python3}; do
  if "$python" -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("torch") is None)' 2>/dev/null; then
    exec "$python" train.py "$@"
  fi
done
echo "pytorch-ddp: no python with PyTorch found; install it (pip install torch, or apt-get install python3-torch), or name one in HAGGLE_PYTHON" >&2
exit 1
