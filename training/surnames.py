"""Articles in which somebody has only a surname.

Most of what we train on gives everybody's full name once, so a surname teaches to look for a longer name elsewhere; and
where there is none ("spoke with Fidan") the name of somebody else is taken. Here given names are cut out of an article.
"""
from __future__ import annotations

import random
import re

SHARE = 0.5


def full_names(row: dict) -> list[str]:
    """Names of people, given name and surname, whose surname nobody else has here."""
    people = {s["speaker"] for s in row["statements"] if s["speaker"] and s["speaker_type"] == "person"}
    named = sorted(n for n in people if len(n.split()) > 1 and all(w[:1].isupper() for w in n.split()) and n in row["text"])
    return [n for n in named if sum(n.split()[-1] == other.split()[-1] for other in named) == 1]


def with_surnames_only(row: dict, rng: random.Random) -> dict | None:
    """The article with the given names of some people cut out, and all offsets moved; None where there is nobody to do it to."""
    chosen = [n for n in full_names(row) if rng.random() < SHARE]
    short = {n: n.split()[-1] for n in chosen}
    cuts = sorted((m.start(), m.end() - len(short[n])) for n in chosen for m in re.finditer(rf"\b{re.escape(n)}\b", row["text"]))
    if not cuts or any(a[1] > b[0] for a, b in zip(cuts, cuts[1:])):
        return None
    moved = lambda at: at - sum(min(at, end) - begin for begin, end in cuts if begin < at)
    text, last = "", 0
    for begin, end in cuts:
        text, last = text + row["text"][last:begin], end
    spans = lambda found: [[moved(s), moved(e)] for s, e in found]
    renamed = lambda name: short.get(name, name)
    statements = [
        {
            **s, "source": spans(s["source"]), "cue": spans(s["cue"]), "content": spans(s["content"]), "speaker": renamed(s["speaker"]),
            "targets": [{**t, "span": spans([t["span"]])[0], "name": renamed(t["name"])} for t in s["targets"]],
        }
        for s in row["statements"]
    ]
    return {**row, "text": text + row["text"][last:], "statements": statements}
