"""Weights back out of a shipped int8 file, for training on when the run's folder is lost.

    python training/from_onnx.py --model models/small --out training/runs/small-again.pt
    python training/from_onnx.py --encoder e5 --model models/multilingual --out training/runs/multilingual-again.pt
"""
from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from encoders import ENCODERS, encoder_of
from model import BIAS_SCALE, StatementModel
from train import DATA

# `torch.onnx.export` numbers the parts of the three pair scorers in the order of their calls.
SCORERS = ("role", "target", "stance")
PART = re.compile(r"(query|key|query_product|key_product|mix|out)(?:_(\d))?")
SPEAKER_TYPE = re.compile(r"speaker_type\.(\d)")


def values_of(graph: onnx.GraphProto) -> dict[str, np.ndarray]:
    """All constants by name; of what is quantized, the value that its integers stand for."""
    values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    values |= {n.output[0]: numpy_helper.to_array(n.attribute[0].t) for n in graph.node if n.op_type == "Constant"}
    for name in [n for n in values if n.endswith("_quantized")]:
        plain = name.removesuffix("_quantized")
        zero = values.get(f"{plain}_zero_point", np.zeros(1)).astype(np.float32)
        values[name] = values[plain] = (values[name].astype(np.float32) - zero) * values[f"{plain}_scale"]
    return values


def weight_name(node: str) -> str:
    """The parameter that a matrix product's node multiplies by."""
    path = node.replace("_quant", "").strip("/").split("/")[:-1]
    if len(path) == 1 and (part := PART.fullmatch(path[0])):
        return f"{SCORERS[int(part[2] or 0)]}.{part[1]}.weight"
    if kind := SPEAKER_TYPE.fullmatch(path[-1]):
        return f"speaker_type.{kind[1]}.weight"
    return ".".join(path).removeprefix("model.") + ".weight"


def end_offsets(graph: onnx.GraphProto, values: dict[str, np.ndarray]) -> list[float]:
    """What is added to a name's end score for each length: single numbers, in the order of lengths."""
    added = [values[x] for n in graph.node if n.op_type == "Add" and n.name.startswith("/Add") for x in n.input if x in values]
    return [float(x) for x in added if x.ndim == 0 and x.dtype == np.float32]


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--encoder", choices=ENCODERS, default="minilm")
    p.add_argument("--data", type=Path, default=DATA)
    p.add_argument("--model", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    graph = onnx.load(args.model / "onnx/model_quantized.onnx").graph
    values = values_of(graph)
    encoder, _, _, _ = encoder_of(args.encoder, args.data)
    weights = StatementModel(encoder, encoder.config.hidden_size).state_dict()
    found = {k: values[n] for k in weights for n in (f"model.{k}", k) if n in values}
    for node in graph.node:
        matrix = next((values[x] for x in node.input if x in values and values[x].ndim == 2), None)
        if node.op_type in ("MatMul", "MatMulInteger") and matrix is not None:
            found[weight_name(node.name)] = matrix.T
    found["end_offset"] = np.array(end_offsets(graph, values), np.float32)
    tables = json.loads((args.model / "statement-stance.json").read_text())["antecedent"]
    for name in ("distance", "match"):
        found[f"antecedent_{name}.weight"] = np.array(tables[f"{name}Bias"], np.float32)[:, None] / BIAS_SCALE
    for name, value in found.items():
        weights[name] = torch.tensor(np.array(value)).reshape(weights[name].shape)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(weights, args.out)
    print("not in the file, and begun anew:", [k for k in weights if k not in found])


if __name__ == "__main__":
    main()
