"""Changes that leave every offset as it is: quotation marks made straight, casing lost, paragraphs joined, pieces hidden."""
from __future__ import annotations

import random

import numpy as np

STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'"}


class Augment:
    def __init__(self, token_id, rng: random.Random):
        pairs = [(token_id(p + a), token_id(p + b)) for p in ("", "▁") for a, b in STRAIGHT.items()]
        self.straight = [pair for pair in pairs if None not in pair]
        self.hidden = next(i for i in map(token_id, ("[MASK]", "<mask>")) if i is not None)
        self.rng = rng

    def __call__(self, ids: np.ndarray, features: np.ndarray) -> None:
        """Works in place on one window's rows."""
        if self.rng.random() < 0.15:
            for curly, straight in self.straight:
                ids[ids == curly] = straight
        draw, letters = self.rng.random(), (features & 3) > 0
        if draw < 0.10:
            features[letters] = (features[letters] & ~3) | (1 if draw < 0.06 else 3)
        if self.rng.random() < 0.08:
            features &= ~8
        if self.rng.random() < 0.5:
            # Against learning the training articles by heart; the two special tokens stay.
            chosen = np.random.default_rng(self.rng.getrandbits(32)).random(len(ids)) < self.rng.uniform(0.02, 0.12)
            chosen[0] = False
            ids[chosen & (features > 0)] = self.hidden
