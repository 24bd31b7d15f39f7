"""Weights back out of a shipped int8 file, for training on when the run's folder is lost.

    python training/from_onnx.py --model models/small --out training/runs/small-again.pt
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

from encoders import minilm
from model import BIAS_SCALE, StatementModel

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


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--model", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    graph = onnx.load(args.model / "onnx/model_quantized.onnx").graph
    values = values_of(graph)
    encoder, _, _, _ = minilm()
    weights = StatementModel(encoder, encoder.config.hidden_size).state_dict()
    found = {k: values[n] for k in weights for n in (f"model.{k}", k) if n in values}
    for node in graph.node:
        matrix = next((values[x] for x in node.input if x in values and values[x].ndim == 2), None)
        if node.op_type in ("MatMul", "MatMulInteger") and matrix is not None:
            found[weight_name(node.name)] = matrix.T
    tables = json.loads((args.model / "statement-stance.json").read_text())["antecedent"]
    for name in ("distance", "match"):
        found[f"antecedent_{name}.weight"] = np.array(tables[f"{name}Bias"], np.float32)[:, None] / BIAS_SCALE
    for name, value in found.items():
        weights[name] = torch.tensor(np.array(value)).reshape(weights[name].shape)
    torch.save(weights, args.out)
    print("not in the file, and begun anew:", [k for k in weights if k not in found])


if __name__ == "__main__":
    main()
