"""Scores weights on the support corpora: newsmtsc dev (macro-F1), dse dev (micro-F1), gap dev (F1).

    python training/support.py --weights training/runs/small/weights.pt

newsmtsc: the writer's stance on each target. dse: one of five labels a sentence (neutral, or a sign and a direction; of two
directions the surer one). gap: is the pronoun A, is it B; of A, B and nobody the likeliest is taken.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from batches import Window, pair_batch, window_batch
from corpora import Document, Pairs, dse_pairs, gap_documents, newsmtsc_pairs, read_rows, word_span
from encoders import ENCODERS, encoder_of
from model import StatementModel, trained
from train import DATA, sentence_logits

NEUTRAL = 2
ROWS_A_BATCH = 16


def judged(model: StatementModel, tokenize, pad: int, sentences: list[Pairs]) -> list[tuple[np.ndarray, list[int]]]:
    """For each sentence the probabilities [pairs, 3] and the right stances."""
    out = []
    for at in range(0, len(sentences), ROWS_A_BATCH):
        some = sentences[at : at + ROWS_A_BATCH]
        shares = sentence_logits(model, pair_batch(tokenize, pad, some)).softmax(-1).numpy()
        for sentence in some:
            count = len(sentence.pairs)
            out.append((shares[:count], [pair[2] for pair in sentence.pairs]))
            shares = shares[count:]
    return out


def macro_f1(found: np.ndarray, right: np.ndarray) -> float:
    f1 = lambda k: 2 * ((found == k) & (right == k)).sum() / max(1, (found == k).sum() + (right == k).sum())
    return 100 * float(np.mean([f1(k) for k in range(3)]))


def direction(stances: list[int], shares: np.ndarray) -> tuple[int, int] | None:
    """(which way, sign) of the surer of the directions that are not neutral; None where both are."""
    signed = [k for k, stance in enumerate(stances) if stance != NEUTRAL]
    best = max(signed, key=lambda k: shares[k, stances[k]], default=None)
    return None if best is None else (best, stances[best])


def dse_micro_f1(results: list[tuple[np.ndarray, list[int]]]) -> float:
    """Over all five labels, of which each sentence has one: the share that is right."""
    right = [direction(list(shares.argmax(1)), shares) == direction(gold, np.eye(3)[gold]) for shares, gold in results]
    return 100 * float(np.mean(right))


def gap_f1(model: StatementModel, tokenize, pad: int, rows: list[dict], documents: list[Document]) -> float:
    hits = claimed = gold = 0
    for row, document in zip(rows, documents):
        words = document.words
        # Any right name will do: what the labels mark as right is not looked at.
        document.mentions[0].names = [word_span(words, *row["a"])]
        batch = window_batch(tokenize, pad, [Window(document, 0, len(words.spans))])
        states = model.encode(batch["ids"], batch["features"], batch["mask"])
        scores = model.antecedents(states, batch["mentions"])[0]
        places = [0, *(words.first[word_span(words, *row[k])[0]] + 1 for k in ("a", "b"))]
        chosen = int(scores[places].argmax())
        truth = {k for k, name in ((1, "a"), (2, "b")) if row[f"{name}_coref"]}
        hits, claimed, gold = hits + (chosen in truth), claimed + (chosen > 0), gold + len(truth)
    return 200 * hits / (claimed + gold)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--encoder", choices=ENCODERS, default="minilm")
    p.add_argument("--weights", type=Path, required=True)
    p.add_argument("--data", type=Path, default=DATA)
    args = p.parse_args()
    encoder, tokenize, pad, _ = encoder_of(args.encoder, args.data)
    model = trained(encoder, args.weights)
    with torch.inference_mode():
        for name in ("dev_mt", "dev_rw"):
            results = judged(model, tokenize, pad, newsmtsc_pairs(tokenize, args.data / f"newsmtsc/{name}.jsonl"))
            found, right = np.concatenate([s.argmax(1) for s, _ in results]), np.concatenate([g for _, g in results])
            print(f"newsmtsc {name} macro-F1 {macro_f1(found, right):.1f}")
        print(f"dse dev micro-F1 {dse_micro_f1(judged(model, tokenize, pad, dse_pairs(tokenize, args.data / 'dse/dev.jsonl'))):.1f}")
        path = args.data / "gap/dev.jsonl"
        print(f"gap dev F1 {gap_f1(model, tokenize, pad, read_rows(path), gap_documents(tokenize, path)):.1f}")


if __name__ == "__main__":
    main()
