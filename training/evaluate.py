"""Scores weights on the dev files with the plain decoder, for choosing while training runs.

    python training/evaluate.py --weights training/runs/small/checkpoint.pt
    python training/evaluate.py --onnx models/small/onnx/model_quantized.onnx --settings models/small/statement-stance.json
"""
from __future__ import annotations

import argparse
import importlib.util
import json
from pathlib import Path

import numpy as np
import torch

from corpora import read_rows
from decode import ACRONYM_BONUS, STRANGER_PENALTY, Settings, WindowOutput, decode, windows
from encoders import ENCODERS, encoder_of
from export import OUTPUTS, Exported
from model import BIAS_SCALE, trained
from train import DATA

DEV = {"minilm": ("polnear", "stance", "authored"), "e5": ("authored_multilingual", "authored", "stance", "polnear")}


def scorer(data: Path):
    spec = importlib.util.spec_from_file_location("score", data.parent / "tools/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def torch_runner(path: Path, name: str, data: Path):
    encoder, tokenize, _, _ = encoder_of(name, data)
    model = trained(encoder, path)
    exported = Exported(model).eval()
    table = {"distance": BIAS_SCALE * model.antecedent_distance.weight.detach().numpy()[:, 0], "match": BIAS_SCALE * model.antecedent_match.weight.detach().numpy()[:, 0], "stranger": STRANGER_PENALTY[name], "acronym": ACRONYM_BONUS}

    def run(ids, features):
        with torch.inference_mode():
            x = torch.tensor([ids])
            return dict(zip(OUTPUTS, (v.float().numpy() if v.is_floating_point() else v.numpy() for v in exported(x, torch.ones_like(x), torch.tensor([features])))))

    return tokenize, run, table


def onnx_runner(path: Path, settings: dict, name: str, data: Path):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options)
    _, tokenize, _, _ = encoder_of(name, data)
    table = {k: np.array(settings["antecedent"][k + "Bias"]) for k in ("distance", "match")}
    table["stranger"], table["acronym"] = settings["antecedent"]["strangerPenalty"], settings["antecedent"]["acronymBonus"]

    def run(ids, features):
        x = np.array([ids], np.int64)
        feeds = {"input_ids": x, "attention_mask": np.ones_like(x), "token_type_ids": np.array([features], np.int64)}
        return dict(zip(OUTPUTS, session.run(OUTPUTS, feeds)))

    return tokenize, run, table


def outputs(tokenize, run, rows, size, overlap):
    for row in rows:
        words = tokenize(row["text"])
        outs = []
        for b, e in windows(words, size, overlap):
            lo, hi = words.first[b], words.first[e]
            outs.append(WindowOutput(b, e, run([tokenize.start, *words.pieces[lo:hi], tokenize.end], [0, *words.piece_features[lo:hi], 0])))
        yield row, words, outs


def runner(args):
    if args.weights:
        return torch_runner(args.weights, args.encoder, args.data)
    return onnx_runner(args.onnx, json.loads(args.settings.read_text()), args.encoder, args.data)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--encoder", choices=ENCODERS, default="minilm")
    p.add_argument("--weights", type=Path)
    p.add_argument("--onnx", type=Path)
    p.add_argument("--settings", type=Path)
    p.add_argument("--data", type=Path, default=DATA)
    p.add_argument("--limit", type=int, default=10_000)
    p.add_argument("--size", type=int, default=382)
    p.add_argument("--overlap", type=int, default=96)
    p.add_argument("--cue", type=float, nargs="*", default=[0.5])
    p.add_argument("--target", type=float, nargs="*", default=[0.35])
    args = p.parse_args()
    torch.set_num_threads(1)
    score = scorer(args.data)
    tokenize, run, table = runner(args)
    for name in DEV[args.encoder]:
        rows = read_rows(args.data / name / "dev.jsonl")[: args.limit]
        made = list(outputs(tokenize, run, rows, args.size, args.overlap))
        for cue in args.cue:
            for target in args.target:
                predicted = {r["id"]: {"id": r["id"], "statements": decode(w, o, table, Settings(cue, target))} for r, w, o in made}
                result = score.score({r["id"]: r for r in rows}, predicted, name == "polnear")
                figures = {k: v.get("f1", v.get("accuracy")) for k, v in result.items()}
                print(name, cue, target, figures, result.get("stance_macro", {}).get("per_class"), flush=True)


if __name__ == "__main__":
    main()
