"""What a trained model sees in an English text, for a model with another vocabulary to learn from.

Both read the same words, so the state of a word's first piece can be compared (as whole sentences are in Reimers and
Gurevych 2020, "Making Monolingual Sentence Embeddings Multilingual using Knowledge Distillation").
"""
from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from batches import Window, pad_windows, windows_of
from corpora import Document
from encoders import minilm
from model import StatementModel, trained
from words import Words

LONGEST = 510
RIDGE = 1e-2


class Teacher:
    def __init__(self, weights: Path):
        encoder, self.tokenize, self.pad, _ = minilm()
        self.model = trained(encoder, weights)
        self.words: dict[str, Words] = {}

    def known(self, document: Document) -> Words:
        if document.id not in self.words:
            self.words[document.id] = self.tokenize(document.words.text)
        return self.words[document.id]

    def states(self, windows: list[Window]) -> tuple[Tensor, Tensor] | None:
        """The places [N, 2] (row, piece) of the start token and all words in the learner's batch, and states [N, hidden] there."""
        usable = [(n, w) for n, w in enumerate(windows) if w.document.language == "en"]
        read = [(self.known(w.document), w.begin, w.end) for _, w in usable]
        if not read or max(w.first[e] - w.first[b] for w, b, e in read) > LONGEST:
            return None
        batch = pad_windows(self.tokenize, self.pad, read)
        with torch.no_grad():
            states = self.model.encode(batch["ids"], batch["features"], batch["mask"])
        places, found = [], []
        for k, (n, window) in enumerate(usable):
            mine, theirs = window.document.words.first, read[k][0].first
            b, e = window.begin, window.end
            places.append(torch.tensor([(n, 0), *((n, p - mine[b] + 1) for p in mine[b:e])]))
            found.append(states[k, torch.tensor([0, *(p - theirs[b] + 1 for p in theirs[b:e])])])
        return torch.cat(places), torch.cat(found)


def bridge(learner: StatementModel, teacher: Teacher, make, documents: list[Document], rng) -> nn.Linear:
    """The linear map from the untrained learner's states to the teacher's that fits best (ridge regression)."""
    inputs, outputs = [], []
    for document in documents:
        windows = windows_of(document, rng, 300, most=2)
        seen = teacher.states(windows)
        if seen is None:
            continue
        batch = make(windows)
        with torch.no_grad():
            mine = learner.encode(batch["ids"], batch["features"], batch["mask"])
        inputs.append(mine[seen[0][:, 0], seen[0][:, 1]])
        outputs.append(seen[1])
    x, y = torch.cat(inputs), torch.cat(outputs)
    x = torch.cat([x, torch.ones(len(x), 1)], 1)
    gram = x.T @ x
    solved = torch.linalg.solve(gram + RIDGE * len(x) * torch.eye(len(gram)), x.T @ y)
    map_ = nn.Linear(x.shape[1] - 1, y.shape[1])
    with torch.no_grad():
        map_.weight.copy_(solved[:-1].T)
        map_.bias.copy_(solved[-1])
    return map_


def adopt_heads(learner: StatementModel, teacher: StatementModel, bridge: nn.Linear) -> None:
    """Gives the learner the teacher's heads; those that read states read them through the bridge, which is folded in."""
    hidden = bridge.weight.shape[1]
    theirs = dict(teacher.named_modules())
    with torch.no_grad():
        for name, parameter in teacher.named_parameters():
            if not name.startswith("encoder."):
                learner.get_parameter(name).copy_(parameter)
        for name, module in learner.named_modules():
            if isinstance(module, nn.Linear) and not name.startswith("encoder.") and module.in_features == hidden:
                source = theirs[name]
                module.weight.copy_(source.weight @ bridge.weight)
                module.bias.copy_(source.bias + source.weight @ bridge.bias)


def imitation(bridge: nn.Linear, states: Tensor, seen: tuple[Tensor, Tensor]) -> Tensor:
    places, wanted = seen
    mine = bridge(states[places[:, 0], places[:, 1]])
    return F.smooth_l1_loss(mine.float(), wanted.float(), beta=1.0) * 4
