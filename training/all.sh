#!/usr/bin/env bash
# From data to models/small: train, a short last stage in int8 arithmetic, export, thresholds and temperatures on dev.
# Each stage resumes where it was stopped.
set -eu
cd "$(dirname "$0")/.."
python="${PYTHON:-python3}"
training/run.sh --run training/runs/small --minutes "${MINUTES:-107}"
training/run.sh --run training/runs/small-int8 --init training/runs/small/weights.pt --int8 \
  --minutes "${INT8_MINUTES:-7}" --encoder-rate 4e-5 --head-rate 2e-4
"$python" training/export.py --weights training/runs/small-int8/weights.pt --out models/small
"$python" training/calibrate.py --model models/small
