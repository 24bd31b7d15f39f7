"""Chooses thresholds and fits one temperature a head on the dev files, for the int8 file that ships.

    python training/calibrate.py --model models/small

A temperature divides a head's logits (Guo et al. 2017, "On Calibration of Modern Neural Networks"): it changes how sure
an answer is, never which answer it is.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from corpora import STANCES, read_rows
from decode import Settings, decode
from encoders import ENCODERS
from evaluate import DEV, onnx_runner, outputs, scorer
from train import DATA

TEMPERATURES = np.exp(np.linspace(np.log(0.4), np.log(4), 60))


def negative_log_likelihood(logits: np.ndarray, gold: np.ndarray, temperature: float) -> float:
    z = logits / temperature
    z = z - z.max(-1, keepdims=True)
    return float((np.log(np.exp(z).sum(-1)) - z[np.arange(len(gold)), gold]).mean())


def fit(logits: np.ndarray, gold: np.ndarray) -> float:
    return float(min(TEMPERATURES, key=lambda t: negative_log_likelihood(logits, gold, t)))


def fit_binary(logits: np.ndarray, right: np.ndarray) -> float:
    return fit(np.stack([np.zeros_like(logits), logits], -1), right.astype(int))


def expected_calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    total = 0.0
    for low in np.arange(bins) / bins:
        inside = (confidence >= low) & (confidence < low + 1 / bins + (low + 1 / bins >= 1))
        if inside.any():
            total += inside.mean() * abs(confidence[inside].mean() - right[inside].mean())
    return float(total)


def overlaps(a, b) -> bool:
    return max(a[0], b[0]) < min(a[1], b[1])


def matched(score, text: str, gold: list[dict], predicted: list[dict]):
    """Pairs (predicted, gold or None), as score.py matches them: by content, IoU >= 0.5, best first."""
    g = [score.chars(x["content"], text) for x in gold]
    p = [score.chars(x["content"], text) for x in predicted]
    ious = sorted(((len(a & b) / len(a | b), -i, -j) for i, a in enumerate(g) for j, b in enumerate(p) if a & b), reverse=True)
    of: dict[int, int] = {}
    for iou, i, j in ious:
        if iou >= 0.5 and -i not in of.values() and -j not in of:
            of[-j] = -i
    return [(x, gold[of[j]] if j in of else None) for j, x in enumerate(predicted)]


def choose(score, made: dict[str, list], table: dict) -> Settings:
    """The cue and target thresholds with the best sum of F1 over the dev files."""

    def figures(cue: float, target: float, names) -> dict[str, dict]:
        out = {}
        for name in names:
            rows = made[name]
            predicted = {r["id"]: {"id": r["id"], "statements": decode(w, o, table, Settings(cue, target))} for r, w, o in rows}
            out[name] = score.score({r["id"]: r for r, _, _ in rows}, predicted, name == "polnear")
        return out

    def sum_of_all(cue: float) -> float:
        # All that a lower threshold gives or takes: content's characters alone would draw it down.
        names = ("statement", "content_exact", "content_chars", "source", "speaker", "quad")
        return sum(f[name]["f1"] for f in figures(cue, 0.35, made).values() for name in names if name in f)

    cue = max((0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55), key=sum_of_all)

    def target_sum(target: float) -> float:
        found = figures(cue, target, [n for n in made if n != "polnear"])
        return sum(f["target"]["f1"] + f["quad"]["f1"] for f in found.values())

    target = max((0.25, 0.3, 0.35, 0.4, 0.45, 0.5), key=target_sum)
    return Settings(cue, target)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--encoder", choices=ENCODERS, default="minilm")
    p.add_argument("--model", type=Path, required=True)
    p.add_argument("--data", type=Path, default=DATA)
    args = p.parse_args()
    path = args.model / "statement-stance.json"
    settings = json.loads(path.read_text())
    tokenize, run, table = onnx_runner(args.model / "onnx/model_quantized.onnx", settings, args.encoder, args.data)
    score = scorer(args.data)
    size, overlap = settings["maxTokens"] - 2, settings["overlapTokens"]
    made = {n: list(outputs(tokenize, run, read_rows(args.data / n / "dev.jsonl"), size, overlap)) for n in DEV[args.encoder]}
    chosen = choose(score, made, table)
    stance_logits, stance_gold, target_logits, target_right, cue_logits, cue_right = [], [], [], [], [], []
    name_logits, name_right, type_logits, type_gold = [], [], [], []
    for name, rows in made.items():
        for row, words, outs in rows:
            gold = row["statements"] if "statements" in row else row["annotations"][0]["attributions"]
            gold = [x for x in gold if x["content"]]
            for st, match in matched(score, row["text"], gold, decode(words, outs, table, chosen)):
                cue_logits.append(logit(st["confidence"]))
                cue_right.append(match is not None)
                if match is None or "targets" not in match:
                    continue
                name_logits.append(logit(st["speaker_confidence"]))
                name_right.append(score.same_name(match["speaker"], st["speaker"]))
                type_logits.append(st["type_logits"])
                type_gold.append(settings["speakerTypes"].index(match["speaker_type"]))
                for t in st["targets"]:
                    hit = next((g for g in match["targets"] if overlaps(g["span"], t["span"]) or score.same_name(g["name"], t["name"])), None)
                    target_logits.append(logit(t["confidence"]))
                    target_right.append(hit is not None)
                    if hit:
                        stance_logits.append(t["logits"])
                        stance_gold.append(STANCES.index(hit["stance"]))
    stance_logits, stance_gold = np.array(stance_logits), np.array(stance_gold)
    temperatures = {
        "cue": fit_binary(np.array(cue_logits), np.array(cue_right)),
        "target": fit_binary(np.array(target_logits), np.array(target_right)),
        "stance": fit(stance_logits, stance_gold),
        "antecedent": fit_binary(np.array(name_logits), np.array(name_right)),
        "speakerType": fit(np.array(type_logits), np.array(type_gold)),
        "role": 1,
    }
    z = stance_logits / temperatures["stance"]
    z = np.exp(z - z.max(-1, keepdims=True))
    z /= z.sum(-1, keepdims=True)
    error = expected_calibration_error(z.max(-1), z.argmax(-1) == stance_gold)
    settings |= {"cueThreshold": chosen.cue_threshold, "targetThreshold": chosen.target_threshold}
    settings["temperatures"] = {k: round(float(v), 3) for k, v in temperatures.items()}
    path.write_text(json.dumps(settings, indent=2) + "\n")
    print(json.dumps({"cue": chosen.cue_threshold, "target": chosen.target_threshold, "temperatures": settings["temperatures"], "stance_ece": round(error, 4)}))


def logit(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return float(np.log(p / (1 - p)))


if __name__ == "__main__":
    main()
