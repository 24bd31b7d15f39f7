"""Weights to a model folder: ONNX in float and int8, tokenizer, settings.

    python training/export.py --weights training/runs/small/weights.pt --out models/small
    python training/export.py --encoder e5 --weights training/runs/multilingual/weights.pt --out models/multilingual
"""
from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from batches import DISTANCES
from corpora import SPEAKER_TYPES, STANCES
from decode import ACRONYM_BONUS, STRANGER_PENALTY
from encoders import ENCODERS, encoder_of
from model import BIAS_SCALE, FEATURES, StatementModel, trained
from train import DATA

# What there are labelled articles in.
LANGUAGES = {"minilm": ["en"], "e5": ["ar", "de", "en", "es", "fa", "fr", "ru", "tr", "zh"]}
CUE_FLOOR = 0.15
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = (
    "cue_logits", "cue_index", "role_logits", "target_logits", "stance_logits",
    "type_logits", "name_end", "name_logit", "mention_query", "mention_key",
)


class Exported(nn.Module):
    """One window in, everything that decoding reads out. Cues are chosen inside, so their scores cost one matrix product."""

    def __init__(self, model: StatementModel):
        super().__init__()
        self.model = model
        distance = torch.arange(1024) - 512
        size = distance.abs()
        coarse = (8 + torch.floor(torch.log2(size.clamp(min=8) / 8) * 2.2)).long().clamp(max=19)
        near = torch.where(size < 8, size, coarse)
        self.register_buffer("buckets", torch.where(distance < 0, (20 + near).clamp(max=DISTANCES - 1), near))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, ...]:
        m = self.model
        states = m.encode(input_ids, token_type_ids, attention_mask)
        cue = m.cue(states)
        positions = torch.arange(input_ids.shape[1])
        # The start token is always among the cues, so that no tensor is ever empty; decoding passes over it.
        likely = (cue[0].softmax(-1)[:, 1] > CUE_FLOOR) | (positions == 0)
        place = likely.nonzero().squeeze(-1)
        row = torch.zeros_like(place)
        distance = self.buckets[positions[None] - place[:, None] + 512]
        roles = m.roles(states, row, place, distance)
        targets = m.targets(states, row, place, distance, roles)
        content = m.content_summary(states, row, roles)
        stances = m.stances(states, row, place, distance, content, row)
        return (
            cue, place, roles, targets, stances, m.speaker_type(states), m.name_ends(states),
            m.name(states).squeeze(-1), m.mention_query(states), m.mention_key(states),
        )


def fit_ranges(encoder: nn.Module) -> None:
    """Divides each token's values by the greatest of them before a product and multiplies the result by it again.

    In float that changes nothing. int8 has one range of values a window, which few tokens fill otherwise: with it the int8
    file gives another role to a third as many tokens (Yao et al. 2022, "ZeroQuant": a range for each token).
    """

    def forward(self, x: Tensor) -> Tensor:
        greatest = x.abs().amax(-1, keepdim=True).clamp(min=1e-6)
        return torch.matmul(x / greatest, self.weight.T) * greatest + self.bias

    for module in encoder.encoder.modules():
        if isinstance(module, nn.Linear):
            module.forward = forward.__get__(module)


def export_onnx(model: StatementModel, path: Path) -> None:
    model.encoder.set_attn_implementation("eager")
    fit_ranges(model.encoder)
    ids = torch.randint(1000, 20000, (1, 64))  # any ids: only the shape of the computation is recorded
    ones = torch.ones_like(ids)
    axes = {n: {0: "batch", 1: "pieces"} for n in INPUTS}
    axes |= {n: {1: "pieces"} for n in ("cue_logits", "type_logits", "name_end", "name_logit", "mention_query", "mention_key")}
    axes |= {"cue_index": {0: "cues"}} | {n: {0: "cues", 1: "pieces"} for n in ("role_logits", "target_logits", "stance_logits")}
    with torch.no_grad():
        torch.onnx.export(
            Exported(model).eval(), (ids, ones, ones), str(path), input_names=list(INPUTS), output_names=list(OUTPUTS),
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )


def quantize(source: Path, target: Path) -> None:
    """Dynamic int8 of the encoder, one scale a column. The heads stay in float: they are small, and lose most."""
    nodes = onnx.load(source).graph.node
    heads = [n.name for n in nodes if n.op_type in ("MatMul", "Gemm") and "encoder" not in n.name]
    # What is a Gemm is made a MatMul of another name before it is quantized.
    heads += [f"{name}_MatMul" for name in heads]
    quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=heads)


def settings(model: StatementModel, name: str, version: str, languages: list[str], tokenize, stranger: float) -> dict:
    table = lambda e: [round(BIAS_SCALE * x, 5) for x in e.weight.detach().squeeze(-1).tolist()]
    return {
        "name": name, "version": version, "languages": languages, "maxTokens": 384, "overlapTokens": 96, "maxNameTokens": 16,
        "specialTokens": {"start": tokenize.start, "end": tokenize.end}, "wordPrefix": tokenize.prefix,
        "speakerTypes": list(SPEAKER_TYPES), "stances": list(STANCES),
        "cueThreshold": 0.5, "targetThreshold": 0.35, "maxTargets": 3,
        "temperatures": {k: 1 for k in ("cue", "role", "target", "stance", "antecedent", "speakerType")},
        "antecedent": {
            "scale": 0.125, "distanceBias": table(model.antecedent_distance), "matchBias": table(model.antecedent_match),
            "candidatesPerWindow": 24, "strangerPenalty": stranger, "acronymBonus": ACRONYM_BONUS,
        },
    }


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--encoder", choices=ENCODERS, default="minilm")
    p.add_argument("--data", type=Path, default=DATA)
    p.add_argument("--weights", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--version", default="0.1.0")
    args = p.parse_args()
    encoder, tokenize, _, folder = encoder_of(args.encoder, args.data)
    model = trained(encoder, args.weights)
    onnx_folder = args.out / "onnx"
    onnx_folder.mkdir(parents=True, exist_ok=True)
    export_onnx(model, onnx_folder / "model.onnx")
    quantize(onnx_folder / "model.onnx", onnx_folder / "model_quantized.onnx")
    for file in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(folder / file, args.out / file)
    config = json.loads((folder / "config.json").read_text()) | {"model_type": "bert", "type_vocab_size": FEATURES}
    (args.out / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    old = args.out / "statement-stance.json"
    fresh = settings(model, args.out.name, args.version, LANGUAGES[args.encoder], tokenize, STRANGER_PENALTY[args.encoder])
    if old.exists():
        kept = json.loads(old.read_text())
        fresh |= {k: kept[k] for k in ("cueThreshold", "targetThreshold", "maxTargets", "temperatures", "overlapTokens")}
    old.write_text(json.dumps(fresh, indent=2) + "\n")
    print({f.name: round(f.stat().st_size / 1e6, 1) for f in onnx_folder.iterdir()})


if __name__ == "__main__":
    main()
