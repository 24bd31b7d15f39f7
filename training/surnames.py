"""Articles in which people are named otherwise than they are.

Most of what we train on gives everybody's full name once, so a surname teaches to look for a longer name elsewhere; and
where there is none ("spoke with Fidan") the name of somebody else is taken. `with_surnames_only` cuts given names out of
an article. And half of our articles are of one election: `with_other_surnames` gives its people surnames from elsewhere,
so that who is for what is not learned by heart.
"""
from __future__ import annotations

import random
import re
from collections.abc import Callable

SHARE = 0.5
SURNAME = re.compile(r"[A-Z][^\W\d_]{2,}")


def full_names(row: dict) -> list[str]:
    """Names of people, given name and surname, that stand in the text."""
    people = {s["speaker"] for s in row["statements"] if s["speaker"] and s["speaker_type"] == "person"}
    return sorted(n for n in people if len(n.split()) > 1 and all(w[:1].isupper() for w in n.split()) and n in row["text"])


def surnames(row: dict) -> list[str]:
    return sorted({n.split()[-1] for n in full_names(row) if SURNAME.fullmatch(n.split()[-1])})


def edited(row: dict, edits: list[tuple[int, int, str]], renamed: Callable[[str], str]) -> dict | None:
    """The article with pieces of its text replaced, all offsets moved, and its names renamed; None where pieces overlap."""
    edits = sorted(edits)
    if not edits or any(a[1] > b[0] for a, b in zip(edits, edits[1:])):
        return None

    def moved(at: int, closing: bool) -> int:
        """What lies inside a replaced piece goes to its edge."""
        shift = 0
        for begin, end, new in edits:
            if at >= end:
                shift += len(new) - (end - begin)
            elif at > begin:
                return begin + shift + (len(new) if closing else 0)
        return at + shift

    text, last = "", 0
    for begin, end, new in edits:
        text, last = text + row["text"][last:begin] + new, end
    spans = lambda found: [[moved(s, False), moved(e, True)] for s, e in found]
    named = lambda name: renamed(name) if name else name
    statements = [
        {
            **s, "source": spans(s["source"]), "cue": spans(s["cue"]), "content": spans(s["content"]), "speaker": named(s["speaker"]),
            "targets": [{**t, "span": spans([t["span"]])[0], "name": named(t["name"])} for t in s["targets"]],
        }
        for s in row["statements"]
    ]
    return {**row, "text": text + row["text"][last:], "statements": statements}


def with_surnames_only(row: dict, rng: random.Random) -> dict | None:
    """The article with the given names of some people cut out, whose surname nobody else has here; None where there is nobody."""
    named = full_names(row)
    alone = [n for n in named if sum(n.split()[-1] == other.split()[-1] for other in named) == 1]
    short = {n: n.split()[-1] for n in alone if rng.random() < SHARE}
    cuts = [(m.start(), m.end() - len(short[n]), "") for n in short for m in re.finditer(rf"\b{re.escape(n)}\b", row["text"])]
    return edited(row, cuts, lambda name: short.get(name, name))


def with_other_surnames(row: dict, pool: list[str], rng: random.Random) -> dict | None:
    """The article with the surnames of some people replaced wherever they stand; None where there is nobody."""
    chosen = [n for n in surnames(row) if rng.random() < SHARE]
    free = [n for n in rng.sample(pool, min(len(pool), 40)) if n not in row["text"]]
    if not chosen or len(free) < len(chosen):
        return None
    other = dict(zip(chosen, free))
    word = re.compile(rf"\b(?:{'|'.join(map(re.escape, chosen))})\b")
    renamed = lambda text: word.sub(lambda m: other[m[0]], text)
    return edited(row, [(m.start(), m.end(), other[m[0]]) for m in word.finditer(row["text"])], renamed)
