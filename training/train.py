"""Trains the small model on all corpora at once. Resumable: the run's folder holds weights, optimizer and clock.

    python training/train.py --run training/runs/small --minutes 100

The learning rate follows the clock and not a count of steps, so a run ends when it should on any machine.
"""
from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from augment import Augment
from batches import Window, bucket, by_budget, pad_windows, pair_batch, sentence_batches, window_batch, windows_of
from corpora import Document, Pairs, dse_pairs, gap_documents, gold_document, news_documents, newsmtsc_pairs, read_rows
from encoders import ENCODERS, encoder_of
from model import StatementModel
from surnames import surnames, with_other_surnames, with_surnames_only
from teacher import Teacher, adopt_heads, bridge, imitation

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "shared" / "data"


def arguments() -> argparse.Namespace:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--run", type=Path, default=HERE / "runs/small")
    p.add_argument("--minutes", type=float, default=100)
    p.add_argument("--data", type=Path, default=DATA)
    p.add_argument("--max-pieces", type=int, default=382)
    p.add_argument("--budget", type=int, default=6144, help="padded pieces a batch")
    p.add_argument("--encoder-rate", type=float, default=2e-4)
    p.add_argument("--head-rate", type=float, default=1e-3)
    p.add_argument("--encoder", choices=ENCODERS, default="minilm")
    p.add_argument("--teacher", type=Path, help="weights of a trained minilm, whose heads and states are taken over")
    p.add_argument("--languages", action="store_true", help="short epochs, with the articles in other languages three times")
    p.add_argument("--labelled", action="store_true", help="only articles with targets and stances, for a last stage")
    p.add_argument("--init", type=Path, help="weights to start from")
    p.add_argument("--int8", action="store_true", help="let the encoder compute as its int8 file will: the last, short stage")
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args()


class Corpora:
    """What an epoch is drawn from. News and authored texts are read anew where their labels have grown since."""

    def __init__(self, tokenize, data: Path):
        self.tokenize, self.data = tokenize, data
        self.gap = gap_documents(tokenize, data / "gap/train.jsonl")
        self.pairs = {"newsmtsc": newsmtsc_pairs(tokenize, data / "newsmtsc/train.jsonl"), "dse": dse_pairs(tokenize, data / "dse/train.jsonl")}
        self.read: dict[str, tuple[list, list[Document]]] = {}

    def unless_read(self, name: str, paths: list[Path], read) -> list[Document]:
        """What `read` makes of files, once for each state of theirs."""
        state = [(path, path.stat().st_mtime_ns) for path in paths]
        if name not in self.read or self.read[name][0] != state:
            self.read[name] = (state, read(paths))
        return self.read[name][1]

    def news(self) -> list[Document]:
        labels = sorted((HERE / "labels").glob("polnear-*.jsonl"))
        return self.unless_read("news", labels, lambda paths: news_documents(self.tokenize, self.data, paths))

    def authored(self, name: str = "authored") -> list[Document]:
        paths = [self.data / name / "train.jsonl", *sorted((HERE.parent / "datasets" / name).glob("train-*.jsonl"))]
        return self.unless_read(name, paths, lambda paths: [gold_document(self.tokenize, row) for path in paths for row in read_rows(path)])

    def chosen(self, rng: random.Random, args) -> list[Document]:
        news, authored = self.news(), self.authored()
        labelled = [d for d in news if d.labelled]
        if args.languages:
            return rng.sample(labelled, 120) + rng.sample(authored, 120) + self.authored("authored_multilingual") * 3
        if args.labelled:
            return labelled + authored
        # What has targets and stances counts twice: it is the smaller part.
        return news + labelled + authored + authored

    def varied(self, document: Document, pool: list[str], rng: random.Random) -> Document:
        """Now and then the article with some people's surnames only, or with others from the pool."""
        draw = rng.random()
        if not document.labelled or draw > 0.5:
            return document
        row = with_surnames_only(document.row, rng) if draw < 0.2 else with_other_surnames(document.row, pool, rng)
        return gold_document(self.tokenize, row) if row else document

    def epoch(self, rng: random.Random, args) -> list[tuple[str, list]]:
        chosen = self.chosen(rng, args)
        pool = sorted({name for d in chosen if d.labelled for name in surnames(d.row)})
        groups = [windows_of(self.varied(d, pool, rng), rng, args.max_pieces) for d in chosen]
        rng.shuffle(groups)
        batches: list[tuple[str, list]] = [("windows", b) for b in by_budget([g for g in groups if g], args.budget)]
        share = 0.2 if args.languages else 0.4 if args.labelled else 1
        gap = [[Window(d, 0, len(d.words.spans))] for d in rng.sample(self.gap, int(500 * share)) if len(d.words.pieces) <= args.max_pieces]
        gap.sort(key=lambda g: len(g[0].document.words.pieces))
        batches += [("windows", b) for b in by_budget(gap, args.budget)]
        for name, count in (("newsmtsc", 2500), ("dse", 4000)):
            batches += [("pairs", b) for b in sentence_batches(rng.sample(self.pairs[name], int(count * share)), args.budget, rng)]
        rng.shuffle(batches)
        return batches


def pair_logits(model, states, batch, content) -> torch.Tensor:
    """[P, 3] of a batch's pairs (see `pair_stances`)."""
    _, row, place, to, _, kind = batch["pairs"].T
    distance = torch.from_numpy(bucket((to - place).cpu().numpy())).to(states.device)
    return model.pair_stances(states, row, place, to, distance, content, kind).float()


def pair_loss(logits, batch) -> torch.Tensor:
    return F.cross_entropy(logits, batch["pairs"][:, 4])


def sentence_logits(model, batch) -> torch.Tensor:
    """The same of sentences without a cue, whose content is all of them."""
    states = model.encode(batch["ids"], batch["features"], batch["mask"])
    mask = batch["mask"][..., None].to(states.dtype)
    content = (model.content_value(states) * mask).sum(1) / mask.sum(1)
    return pair_logits(model, states, batch, content[batch["pairs"][:, 1]])


def sentence_losses(model, batch) -> dict[str, torch.Tensor]:
    return {"stance": pair_loss(sentence_logits(model, batch), batch)}


def window_losses(model, batch, imitate=None) -> dict[str, torch.Tensor]:
    """`imitate` gives a loss over the states, of a model that learns from another."""
    states = model.encode(batch["ids"], batch["features"], batch["mask"])
    loss = {} if imitate is None else imitate(states)
    if (batch["cue"] > 0).any():
        loss["cue"] = 2 * F.cross_entropy(model.cue(states).float().flatten(0, 1), batch["cue"].flatten(), ignore_index=-100)
    if batch["roles"] is not None:
        row, place, distance = batch["cue_row"], batch["cue_place"], batch["distance"]
        roles = model.roles(states, row, place, distance)
        loss["role"] = 4 * F.cross_entropy(roles.float().flatten(0, 1), batch["roles"].flatten(), ignore_index=-100)
        known = batch["targets"] >= 0
        if known.any():
            some = known.any(1)
            logits = model.targets(states, row[some], place[some], distance[some], roles[some]).float()
            each = F.binary_cross_entropy_with_logits(logits, batch["targets"][some].clamp(min=0), reduction="none")
            loss["target"] = 0.15 * (each * known[some]).sum() / some.sum()
        if len(batch["pairs"]):
            content = model.content_summary(states, row, roles)[batch["pairs"][:, 0]]
            loss["stance"] = 0.6 * pair_loss(pair_logits(model, states, batch, content), batch)
    if len(batch["types"]):
        n, place, gold = batch["types"].T
        loss["type"] = 0.1 * F.cross_entropy(model.speaker_type(states[n, place]).float(), gold)
    if len(batch["ends"]):
        n, place, gold = batch["ends"].T
        loss["end"] = 0.2 * F.cross_entropy(model.name_ends(states)[n, place].float(), gold)
    known = batch["name_start"] >= 0
    if known.any():
        each = F.binary_cross_entropy_with_logits(model.name(states).squeeze(-1).float(), batch["name_start"].clamp(min=0), reduction="none")
        loss["name"] = (each * known).sum() / known.sum()
    m = batch["mentions"]
    if m is not None:
        scores = model.antecedents(states, m)
        each = scores.logsumexp(1) - scores.masked_fill(~m["right"], -1e4).logsumexp(1)
        loss["antecedent"] = 0.8 * (each * m["weight"]).mean()
    return loss


def to_device(value, device):
    if isinstance(value, dict):
        return {k: to_device(v, device) for k, v in value.items()}
    return value.to(device) if torch.is_tensor(value) else value


def compute_as_int8(encoder: torch.nn.Module) -> None:
    """Rounds weights (a scale a column) and inputs (a range a token) as the int8 file does; gradients pass through."""

    def forward(self, x):
        weight = self.weight.detach()
        scale = weight.abs().amax(1, keepdim=True) / 127
        rounded = self.weight + ((weight / scale).round() * scale - weight)
        values = x.detach()
        step = values.abs().amax(-1, keepdim=True).clamp(min=1e-6) / 127.5
        return F.linear(x + ((values / step).round() * step - values), rounded, self.bias)

    for module in encoder.encoder.modules():
        if isinstance(module, torch.nn.Linear):
            module.forward = forward.__get__(module)


def taught(model, teacher: Teacher, corpora: Corpora, tokenize, pad: int, rng: random.Random) -> torch.nn.Linear:
    """Lets the model start with the teacher's heads."""
    model.eval()
    sample = rng.sample(corpora.news(), 60)
    across = bridge(model, teacher, lambda windows: pad_windows(tokenize, pad, [(w.document.words, w.begin, w.end) for w in windows]), sample, rng)
    adopt_heads(model, teacher.model, across)
    return across


def imitating(teacher: Teacher, across: torch.nn.Linear, windows: list[Window]):
    def imitate(states: torch.Tensor) -> dict[str, torch.Tensor]:
        seen = teacher.states(windows)
        return {} if seen is None else {"imitation": imitation(across, states, seen)}

    return imitate


def bfloat16_pays(device: str) -> bool:
    """Some processors have the instructions and are slower with them; those without are a hundred times slower."""
    if device == "cuda" or not torch.cpu._is_avx512_bf16_supported():
        return device == "cuda"
    x = torch.randn(3000, 384)

    def seconds(x: torch.Tensor) -> float:
        weight, begin = x[:1536], time.perf_counter()
        for _ in range(20):
            F.linear(x, weight)
        return time.perf_counter() - begin

    return min(seconds(x.bfloat16()) for _ in range(3)) < 0.8 * min(seconds(x) for _ in range(3))


def rate_factor(progress: float) -> float:
    return min(1.0, progress / 0.06 + 0.01) * max(0.01, 1 - progress)


def main() -> None:
    args = arguments()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    half = bfloat16_pays(device)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    encoder, tokenize, pad, _ = encoder_of(args.encoder, args.data)
    model = StatementModel(encoder, encoder.config.hidden_size).to(device)
    if args.int8:
        compute_as_int8(model.encoder)
    teacher = Teacher(args.teacher) if args.teacher else None
    corpora = Corpora(tokenize, args.data)
    across = taught(model, teacher, corpora, tokenize, pad, rng) if teacher else None
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")] + (list(across.parameters()) if across else [])
    optimizer = torch.optim.AdamW(
        [{"params": [p for p in model.encoder.parameters() if p.requires_grad], "lr": args.encoder_rate}, {"params": heads, "lr": args.head_rate}], weight_decay=0.01
    )
    base = [g["lr"] for g in optimizer.param_groups]
    args.run.mkdir(parents=True, exist_ok=True)
    checkpoint, clock, step = args.run / "checkpoint.pt", 0.0, 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(saved["model"])
        if across:
            across.load_state_dict(saved["bridge"])
        optimizer.load_state_dict(saved["optimizer"])
        clock, step = saved["clock"], saved["step"]
        rng.setstate(saved["rng"])
    elif args.init:
        model.load_state_dict(torch.load(args.init, weights_only=True))
    augment = Augment(tokenize.tokenizer.token_to_id, rng)
    log = open(args.run / "log.jsonl", "a", encoding="utf-8")
    total, last, saved_at = args.minutes * 60, time.time(), clock
    sums: dict[str, list[float]] = {}

    def save() -> None:
        state = {"model": model.state_dict(), "bridge": across and across.state_dict(), "optimizer": optimizer.state_dict(), "clock": clock, "step": step, "rng": rng.getstate()}
        torch.save(state, checkpoint.with_suffix(".tmp"))
        checkpoint.with_suffix(".tmp").rename(checkpoint)

    model.train()
    while clock < total:
        for kind, content in corpora.epoch(rng, args):
            make = window_batch if kind == "windows" else pair_batch
            batch = to_device(make(tokenize, pad, content, augment), device)
            for group, rate in zip(optimizer.param_groups, base):
                group["lr"] = rate * rate_factor(clock / total)
            with torch.autocast(device, torch.bfloat16, enabled=half):
                imitate = imitating(teacher, across, content) if teacher and kind == "windows" else None
                losses = window_losses(model, batch, imitate) if kind == "windows" else sentence_losses(model, batch)
            if not losses:
                continue
            optimizer.zero_grad()
            sum(losses.values()).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            now = time.time()
            clock, last = clock + now - last, now
            for name, value in losses.items():
                sums.setdefault(f"{kind}.{name}", []).append(value.item())
            if step % 25 == 0:
                means = {k: round(sum(v) / len(v), 3) for k, v in sums.items()}
                log.write(json.dumps({"step": step, "minutes": round(clock / 60, 1), **means}) + "\n")
                log.flush()
                sums = {}
            if clock - saved_at > 240:
                saved_at = clock
                save()
            if clock >= total:
                break
    save()
    torch.save(model.state_dict(), args.run / "weights.pt")


if __name__ == "__main__":
    main()
