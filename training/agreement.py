"""Checks that the product reads the model's outputs as the plain decoder here does: the same statements, to the word.

    npm run build && python training/agreement.py --model models/small --data ../shared/data/authored/dev.jsonl --count 10

Both run the float file, as int8 arithmetic differs between the versions of ONNX Runtime that the two have.
"""
from __future__ import annotations

import argparse
import json
import subprocess
from pathlib import Path

from corpora import read_rows
from decode import Settings, decode
from evaluate import onnx_runner, outputs


PRODUCT = """
import { createInterface } from "node:readline";
import { createClassifier } from "./dist/index.js";
const classifier = await createClassifier({ model: process.argv[1], precision: "float" });
for await (const line of createInterface({ input: process.stdin })) {
  const { statements } = await classifier.classify({ text: JSON.parse(line) }, { offsetUnit: "codepoint" });
  console.log(JSON.stringify(statements));
}
await classifier.close();
"""


def by_product(model: Path, rows: list[dict]) -> list[list[dict]]:
    command = ["node", "--input-type=module", "--eval", PRODUCT, str(model.resolve())]
    texts = "".join(json.dumps(row["text"]) + "\n" for row in rows)
    made = subprocess.run(command, check=True, input=texts, capture_output=True, text=True).stdout
    return [json.loads(line) for line in made.splitlines()]


def plain(st: dict) -> dict:
    return {
        "cue": st["cue"], "source": st["source"], "content": st["content"], "speaker": st["speaker"],
        "targets": [(t["span"], t["name"], t["stance"]) for t in st["targets"]],
    }


def of_product(st: dict) -> dict:
    return {
        "cue": st["cue"]["spans"], "source": st["source"]["spans"] if st["source"] else [], "content": st["content"]["spans"],
        "speaker": st["speaker"]["name"] if st["speaker"] else None,
        "targets": [(t["span"], t["name"], t["stance"]) for t in st["targets"]],
    }


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--model", type=Path, required=True)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--count", type=int, default=10)
    args = p.parse_args()
    settings = json.loads((args.model / "statement-stance.json").read_text())
    tokenize, run, table = onnx_runner(args.model / "onnx/model.onnx", settings)
    rows = read_rows(args.data)[: args.count]
    chosen = Settings(settings["cueThreshold"], settings["targetThreshold"], settings["maxTargets"], settings["antecedent"]["candidatesPerWindow"])
    made = by_product(args.model, rows)
    same = different = 0
    for (row, words, outs), theirs in zip(outputs(tokenize, run, rows, settings["maxTokens"] - 2, settings["overlapTokens"]), made, strict=True):
        ours = {tuple(map(tuple, st["cue"])): st for st in decode(words, outs, table, chosen)}
        product = {tuple(map(tuple, st["cue"]["spans"])): st for st in theirs}
        for cue in sorted({*ours, *product}):
            a, b = ours.get(cue), product.get(cue)
            if a and b and plain(a) == of_product(b):
                same += 1
                continue
            different += 1
            print(row["id"], "plain:", plain(a) if a else None, "product:", of_product(b) if b else None, sep="\n  ")
    print(f"{len(rows)} texts: {same} statements the same, {different} different")
    raise SystemExit(different > 0)


if __name__ == "__main__":
    main()
