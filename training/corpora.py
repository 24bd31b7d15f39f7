"""Corpora to training documents: statements as word spans, names as the places where they occur."""
from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import regex

from words import WORD, Words, WordTokenizer, word_span

STANCES = ("favor", "against", "neutral")
SPEAKER_TYPES = ("person", "organization", "group", "unnamed", "none")
ROLES = ("O", "B-source", "I-source", "B-content", "I-content")
MAX_NAME_PIECES = 16

Span = tuple[int, int]


@dataclass
class Mention:
    """A source, cue or target that a name resolves. `names` are the name's occurrences; empty means no name."""

    span: Span
    names: list[Span]


@dataclass
class Target:
    span: Span
    stance: int
    mention: Mention | None


@dataclass
class Statement:
    cue: Span
    source: list[Span]
    content: list[Span]
    speaker: Mention | None = None
    speaker_type: int = -1
    targets: list[Target] | None = None


@dataclass
class Document:
    id: str
    words: Words
    statements: list[Statement] = field(default_factory=list)
    labelled: bool = False
    mentions: list[Mention] = field(default_factory=list)
    language: str = "en"
    row: dict | None = None


def read_rows(path: Path) -> list[dict]:
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def occurrences(words: Words, name: str) -> list[Span]:
    """Word spans at which the words of `name` stand, upper and lower case alike."""
    wanted = [w.lower() for w in WORD.findall(name)]
    if not wanted:
        return []
    size, lower = len(wanted), words.lower
    return [(i, i + size) for i in range(len(lower) - size + 1) if lower[i] == wanted[0] and lower[i : i + size] == wanted]


def places_of_name(words: Words, name: str, own: Span) -> list[Span]:
    """Where the canonical name stands; the longest tail of it that stands somewhere, if it does not stand whole."""
    found = occurrences(words, name)
    parts = name.split()
    for cut in range(1, len(parts)):
        if found:
            break
        tail = " ".join(parts[cut:])
        if len(tail) >= 4:
            found = occurrences(words, tail)
    return found or [own]


def spans_of(words: Words, spans: list[list[int]]) -> list[Span]:
    return [x for x in (word_span(words, s, e) for s, e in spans) if x]


def statement_of(words: Words, row: dict) -> Statement | None:
    cue, content = spans_of(words, row["cue"]), spans_of(words, row["content"])
    if not cue or not content:
        return None
    out = Statement(cue[0], spans_of(words, row["source"]), content)
    if "targets" not in row:
        return out
    own = out.source[0] if out.source else out.cue
    if row["speaker"] is None:
        out.speaker = Mention(own, [])
    else:
        out.speaker = Mention(own, places_of_name(words, row["speaker"], own))
    out.speaker_type = SPEAKER_TYPES.index(row["speaker_type"])
    out.targets = []
    for target in row["targets"]:
        span = word_span(words, *target["span"])
        if span:
            places = occurrences(words, target["name"]) or [span]
            out.targets.append(Target(span, STANCES.index(target["stance"]), Mention(span, places)))
    return out


def gold_document(tokenize: WordTokenizer, row: dict) -> Document:
    words = tokenize(row["text"])
    rows = row["statements"] if "statements" in row else row["annotations"][0]["attributions"]
    statements = [s for s in (statement_of(words, r) for r in rows if r.get("content")) if s]
    return Document(row["id"], words, statements, labelled="statements" in row, language=row.get("language", "en"), row=row)


def add_labels(row: dict, labels: dict) -> dict:
    """Joins a PolNeAR article with our labels for it (`training/labels`), which hold no text of it."""
    by_cue = {json.dumps(s["cue"]): s for s in labels["statements"]}
    statements = []
    for attribution in row["annotations"][0]["attributions"]:
        label = by_cue.get(json.dumps(attribution["cue"]))
        if label and attribution["content"]:
            targets = [{**t, "text": row["text"][slice(*t["span"])]} for t in label["targets"]]
            statements.append({**attribution, "speaker": label["speaker"], "speaker_type": label["speaker_type"], "targets": targets})
    return {**row, "statements": statements}


def news_documents(tokenize: WordTokenizer, data: Path, labels: list[Path]) -> list[Document]:
    """PolNeAR's train articles, each with the fullest labels there are for it."""
    ours = {r["id"]: r for path in labels if path.exists() for r in read_rows(path)}
    stance = {r["id"]: r for r in read_rows(data / "stance/train.jsonl")}
    out = []
    for row in read_rows(data / "polnear/train.jsonl"):
        if row["id"] in stance:
            row = stance[row["id"]]
        elif row["id"] in ours:
            row = add_labels(row, ours[row["id"]])
        document = gold_document(tokenize, row)
        if not document.labelled:
            document.mentions = silver_mentions(row, document)
        out.append(document)
    return out


def silver_mentions(row: dict, document: Document) -> list[Mention]:
    """Sources that PolNeAR's automatic chains link to a named entity: noisy, so they count little."""
    words, text, out = document.words, row["text"], []
    entities = [(s, e) for s, e, kind in row["entities_auto"] if kind in ("PERSON", "ORGANIZATION")]
    for statement in document.statements:
        if not statement.source:
            continue
        begin, end = words.spans[statement.source[0][0]][0], words.spans[statement.source[0][1] - 1][1]
        for chain in row["coref_auto"]:
            if any(abs(s - begin) < 5 and s < end and e > begin for s, e in chain):
                names = [text[s:e] for s, e in entities if any(abs(s - a) < 2 and e <= b + 3 for a, b in chain)]
                if names:
                    out.append(Mention(statement.source[0], places_of_name(words, max(names, key=len), statement.source[0])))
                break
    return out


def gap_documents(tokenize: WordTokenizer, path: Path) -> list[Document]:
    out = []
    for row in read_rows(path):
        words = tokenize(row["text"])
        pronoun = word_span(words, *row["pronoun"])
        names = [word_span(words, *row[k]) for k in ("a", "b") if row[k + "_coref"]]
        if pronoun and (names or True):
            out.append(Document(row["id"], words, mentions=[Mention(pronoun, [n for n in names if n])]))
    return out


@dataclass
class Pairs:
    """A sentence with pairs (from, to, stance, kind); kind 1: the writer towards a target, 2: one entity towards another."""

    words: Words
    pairs: list[tuple[Span | None, Span, int, int]]


def newsmtsc_pairs(tokenize: WordTokenizer, path: Path) -> list[Pairs]:
    polarity = {"positive": 0, "negative": 1, "neutral": 2}
    out = []
    for row in read_rows(path):
        words = tokenize(row["text"])
        found = [(word_span(words, t["start"], t["end"]), polarity[t["polarity"]]) for t in row["targets"]]
        pairs = [(None, span, stance, 1) for span, stance in found if span]
        if pairs and len(words.pieces) < 300:
            out.append(Pairs(words, pairs))
    return out


BRACKETS = regex.compile(r"\[([^\]]*)\]")


def dse_pairs(tokenize: WordTokenizer, path: Path) -> list[Pairs]:
    out = []
    for row in read_rows(path):
        text, spans, last = "", [], 0
        for match in BRACKETS.finditer(row["text"]):
            text += row["text"][last : match.start()]
            spans.append((len(text), len(text) + len(match[1]), match[1]))
            text += match[1]
            last = match.end()
        text += row["text"][last:]
        if len(spans) != 2:
            continue
        words = tokenize(text)
        found = [word_span(words, s, e) for s, e, _ in spans]
        if not all(found) or len(words.pieces) >= 300:
            continue
        p = 0 if spans[0][2] == row["p"] else 1
        label = row["label"]
        stance = lambda arrow: 0 if label == f"{arrow} positive" else 1 if label == f"{arrow} negative" else 2
        out.append(Pairs(words, [(found[p], found[1 - p], stance("p->q"), 2), (found[1 - p], found[p], stance("q->p"), 2)]))
    return out
