#!/usr/bin/env bash
# From data to models/small and models/multilingual: train, a short last stage in int8 arithmetic, export, thresholds and
# temperatures on dev. Each stage resumes where it was stopped.
set -eu
cd "$(dirname "$0")/.."
python="${PYTHON:-python3}"
training/run.sh --run training/runs/small --minutes "${MINUTES:-107}"
training/run.sh --run training/runs/small-int8 --init training/runs/small/weights.pt --int8 \
  --minutes "${INT8_MINUTES:-7}" --encoder-rate 4e-5 --head-rate 2e-4
"$python" training/export.py --weights training/runs/small-int8/weights.pt --out models/small
"$python" training/calibrate.py --model models/small

# What small has learned in English is handed on to an encoder that reads other languages too.
training/run.sh --encoder e5 --languages --teacher training/runs/small/weights.pt --run training/runs/multilingual \
  --budget 3072 --encoder-rate 3e-4 --head-rate 5e-4 --minutes "${MULTILINGUAL_MINUTES:-75}"
training/run.sh --encoder e5 --languages --run training/runs/multilingual-int8 --init training/runs/multilingual/weights.pt --int8 \
  --budget 3072 --encoder-rate 1e-4 --head-rate 3e-4 --minutes "${INT8_MINUTES:-15}"
"$python" training/export.py --encoder e5 --weights training/runs/multilingual-int8/weights.pt --out models/multilingual
"$python" training/calibrate.py --encoder e5 --model models/multilingual
