#!/usr/bin/env bash
# Trains with jemalloc when it is there: it halves the time lost to page faults on a CPU.
set -eu
cd "$(dirname "$0")/.."
jemalloc=$(ls /usr/lib/*/libjemalloc.so.2 2>/dev/null | head -n 1 || true)
export MALLOC_CONF=dirty_decay_ms:10000,muzzy_decay_ms:10000
LD_PRELOAD="$jemalloc" exec "${PYTHON:-python3}" training/train.py "$@"
