"""Documents to padded batches of windows, with every label as an index tensor."""
from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np
import torch

from corpora import MAX_NAME_PIECES, Document, Mention, Pairs
from words import Words, WordTokenizer

DISTANCES = 41
MATCHES = 20


def bucket(distance: np.ndarray) -> np.ndarray:
    """Signed distance to 41 buckets: exact below 8, logarithmic above."""
    size = np.abs(distance)
    coarse = np.minimum(19, 8 + np.floor(np.log2(np.maximum(size, 8) / 8) * 2.2)).astype(np.int64)
    near = np.where(size < 8, size, coarse)
    return np.where(distance < 0, np.minimum(40, 20 + near), near)


def cut(words: Words, size: int, offset: int = 0) -> list[tuple[int, int]]:
    """Windows [first word, last + 1) of whole sentences, at most `size` pieces; `offset` skips sentences at first."""
    starts = [*words.sentence_starts, len(words.spans)] if words.spans else [0]
    if starts[0] != 0:
        starts.insert(0, 0)
    out, i = [], 0
    if offset and offset < len(starts) - 1:
        out += split(words, 0, starts[offset], size)
        i = offset
    while i < len(starts) - 1:
        j = i + 1
        while j < len(starts) - 1 and words.first[starts[j + 1]] - words.first[starts[i]] <= size:
            j += 1
        out += split(words, starts[i], starts[j], size)
        i = j
    return out


def split(words: Words, begin: int, end: int, size: int, overlap: int = 0) -> list[tuple[int, int]]:
    """Cuts at words what is longer than `size` pieces, with at most `overlap` pieces in common."""
    pieces = lambda a, b: words.first[b] - words.first[a]
    out = []
    while pieces(begin, end) > size:
        stop = begin + 1
        while pieces(begin, stop + 1) <= size:
            stop += 1
        out.append((begin, stop))
        back = stop
        while back - 1 > begin and pieces(back - 1, stop) <= overlap and pieces(back - 1, stop + 1) <= size:
            back -= 1
        begin = back
    return [*out, (begin, end)] if end > begin else out


@dataclass
class Window:
    document: Document
    begin: int
    end: int


def windows_of(document: Document, rng: random.Random, max_pieces: int, most: int = 8) -> list[Window]:
    size = rng.randint(int(max_pieces * 0.6), max_pieces)
    spans = cut(document.words, size, rng.randint(0, 6))
    if len(spans) > most:
        at = rng.randint(0, len(spans) - most)
        spans = spans[at : at + most]
    return [Window(document, b, e) for b, e in spans]


def pad_windows(tokenize: WordTokenizer, pad: int, windows: list[tuple[Words, int, int]], augment=None):
    longest = max(w.first[e] - w.first[b] for w, b, e in windows) + 2
    ids = np.full((len(windows), longest), pad, np.int64)
    features = np.zeros((len(windows), longest), np.int64)
    mask = np.zeros((len(windows), longest), np.int64)
    for n, (w, b, e) in enumerate(windows):
        lo, hi = w.first[b], w.first[e]
        ids[n, 0], ids[n, hi - lo + 1] = tokenize.start, tokenize.end
        ids[n, 1 : hi - lo + 1] = w.pieces[lo:hi]
        features[n, 1 : hi - lo + 1] = w.piece_features[lo:hi]
        mask[n, : hi - lo + 2] = 1
        if augment:
            augment(ids[n], features[n])
    return {"ids": torch.from_numpy(ids), "features": torch.from_numpy(features), "mask": torch.from_numpy(mask)}


def last_telling_word(words: Words, span: tuple[int, int]) -> int:
    """The last of a mention's words that tells who is meant: no comma, and no "s" of a possessive ("Fidan’s")."""

    def tells(w: int) -> bool:
        word, feature = words.lower[w], words.features[w]
        return any(c.isalnum() for c in word) and not (len(word) == 1 and feature & 3 == 1 and not feature & 4)

    return next((w for w in range(span[1] - 1, span[0] - 1, -1) if tells(w)), span[1] - 1)


def match_features(words: Words, span: tuple[int, int]) -> np.ndarray:
    """For every word of the document, how it matches the mention's last word (see `antecedent` in docs/model.md)."""
    lower = words.lower_hashes
    same = lower == lower[last_telling_word(words, span)]
    offset = np.zeros(len(lower), np.int64)
    for ahead in (4, 3, 2, 1):
        shifted = np.zeros(len(lower), bool)
        shifted[: len(lower) - ahead + 1] = same[ahead - 1 :]
        offset[shifted] = ahead
    inside = np.zeros(len(lower), np.int64)
    inside[span[0] : span[1]] = 1
    return inside * 10 + offset * 2 + words.titles


def window_batch(tokenize: WordTokenizer, pad: int, windows: list[Window], augment=None) -> dict:
    """Labels: cue per piece; for each cue roles and target starts over pieces; pairs, mentions, name extents."""
    out = pad_windows(tokenize, pad, [(w.document.words, w.begin, w.end) for w in windows], augment)
    shape = out["ids"].shape
    cue = np.full(shape, -100, np.int64)
    name_start = np.full(shape, -1.0, np.float32)
    position = np.zeros(shape, np.int64)
    word_at = np.full(shape, -1, np.int64)
    cue_rows, cue_places, roles, targets, has_targets, pairs, types, ends, mentions = [], [], [], [], [], [], [], [], []
    place_of: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for n, window in enumerate(windows):
        words, b, e = window.document.words, window.begin, window.end
        at = np.array(words.first[b:e]) - words.first[b] + 1
        cue[n, at] = 0
        word_at[n, at] = np.arange(b, e)
        position[n, at] = np.array(words.first[b:e])
        if window.document.labelled:
            name_start[n, at] = 0
        place = lambda w: int(words.first[w] - words.first[b] + 1)
        inside = lambda s: b <= s[0] and s[1] <= e
        wanted = list(window.document.mentions)
        for st in window.document.statements:
            if not inside(st.cue):
                continue
            cue[n, place(st.cue[0])] = 1
            for w in range(st.cue[0] + 1, st.cue[1]):
                cue[n, place(w)] = 2
            role = np.full(shape[1], -100, np.int64)
            role[at] = 0
            for spans, base in ((st.content, 3), (st.source, 1)):
                for s, t in spans:
                    for w in range(max(s, b), min(t, e)):
                        role[place(w)] = base if w == s else base + 1
            target = np.full(shape[1], -1.0, np.float32)
            row = len(cue_rows)
            if st.targets is not None:
                target[at] = 0
                for t in st.targets:
                    if inside(t.span):
                        target[place(t.span[0])] = 1
                        pairs.append((row, n, place(st.cue[0]), place(t.span[0]), t.stance, 0))
                        wanted.append(t.mention)
                if st.speaker:
                    wanted.append(st.speaker)
                    if inside(st.speaker.span):
                        types.append((n, place(st.speaker.span[0]), st.speaker_type))
            cue_rows.append(n)
            cue_places.append(place(st.cue[0]))
            roles.append(role)
            targets.append(target)
            has_targets.append(st.targets is not None)
        for m in wanted:
            if inside(m.span):
                mentions.append((n, place(m.span[0]), m, window))
            for s, t in [*m.names, *([m.span] if m.names and window.document.labelled and m.span in m.names else [])]:
                if inside((s, t)):
                    last = words.first[t] - 1 - words.first[s]
                    if last < MAX_NAME_PIECES:
                        ends.append((n, place(s), last))
                    if window.document.labelled:
                        name_start[n, place(s)] = 1
    as_tensor = lambda rows, width: torch.tensor(rows, dtype=torch.long).reshape(-1, width)
    out |= {
        "cue": torch.from_numpy(cue),
        "name_start": torch.from_numpy(name_start),
        "cue_row": torch.tensor(cue_rows, dtype=torch.long),
        "cue_place": torch.tensor(cue_places, dtype=torch.long),
        "roles": torch.from_numpy(np.array(roles)) if roles else None,
        "targets": torch.from_numpy(np.array(targets)) if roles else None,
        "pairs": as_tensor(pairs, 6),
        "types": as_tensor(types, 3),
        "ends": as_tensor(sorted(set(ends)), 3),
    }
    if roles:
        out["distance"] = torch.from_numpy(bucket(np.arange(shape[1])[None] - np.array(cue_places)[:, None]))
    out["mentions"] = mention_labels(windows, mentions, position, word_at)
    return out


def mention_labels(windows: list[Window], mentions: list, position: np.ndarray, word_at: np.ndarray) -> dict | None:
    """For each mention: allowed candidate pieces over all windows of its document, the right ones, and their biases."""
    if not mentions:
        return None
    documents = np.array([id(w.document) for w in windows])
    width = position.shape[1]
    rows, places, allowed, right, distance, match, weight = [], [], [], [], [], [], []
    for n, at, mention, window in mentions[:160]:
        words = window.document.words
        same = documents == id(window.document)
        ok = (word_at >= 0) & same[:, None]
        starts = np.array([s for s, _ in mention.names], np.int64)
        good = ok & np.isin(word_at, starts)
        null = n * width
        ok, good = ok.reshape(-1), good.reshape(-1)
        ok[null] = True
        if not mention.names:
            good[null] = True
        if not good.any():
            continue
        features = match_features(words, mention.span)
        rows.append(n)
        places.append(at)
        allowed.append(ok)
        right.append(good)
        distance.append(bucket(position.reshape(-1) - words.first[mention.span[0]]))
        match.append(np.where(word_at.reshape(-1) >= 0, features[np.maximum(0, np.minimum(word_at.reshape(-1), len(features) - 1))], -1))
        weight.append(1.0 if window.document.labelled else 0.4)
    if not rows:
        return None
    stack = lambda x: torch.from_numpy(np.array(x))
    return {
        "row": stack(rows), "place": stack(places), "allowed": stack(allowed), "right": stack(right),
        "distance": stack(distance), "match": stack(match), "weight": torch.tensor(weight),
    }


def pair_batch(tokenize: WordTokenizer, pad: int, sentences: list[Pairs], augment=None) -> dict:
    out = pad_windows(tokenize, pad, [(s.words, 0, len(s.words.spans)) for s in sentences], augment)
    rows = []
    for n, s in enumerate(sentences):
        for a, b, stance, kind in s.pairs:
            rows.append((-1, n, s.words.first[a[0]] + 1 if a else 0, s.words.first[b[0]] + 1, stance, kind))
    out["pairs"] = torch.tensor(rows, dtype=torch.long)
    return out


def by_budget(groups: list[list[Window]], budget: int) -> list[list[Window]]:
    """Packs documents' windows into batches of about `budget` padded pieces; a document's windows stay together."""
    out, batch, longest = [], [], 0
    for group in groups:
        size = max(w.document.words.first[w.end] - w.document.words.first[w.begin] for w in group) + 2
        if batch and (len(batch) + len(group)) * max(longest, size) > budget:
            out.append(batch)
            batch, longest = [], 0
        batch, longest = batch + group, max(longest, size)
    return [*out, batch] if batch else out


def sentence_batches(sentences: list[Pairs], budget: int, rng: random.Random) -> list[list[Pairs]]:
    ordered = sorted(sentences, key=lambda s: len(s.words.pieces) + rng.random() * 8)
    out, batch = [], []
    for s in ordered:
        if batch and (len(batch) + 1) * (len(s.words.pieces) + 2) > budget:
            out.append(batch)
            batch = []
        batch.append(s)
    return [*out, batch] if batch else out
