"""The plain decoder: a window's outputs to statements, and names over the document. `src/graph` and `src/resolution` must agree."""
from __future__ import annotations

import bisect
from dataclasses import dataclass

import numpy as np

from batches import bucket, match_features, split
from words import Words, WordTokenizer

FORBIDDEN = -1e4
# What names lose that share no word with a mention that is nothing but a name; fitted on dev.
STRANGER_PENALTY = {"minilm": 7.0, "e5": 0.0}
ACRONYM_BONUS = 5.0
# The longest word that may stand between those whose initials count ("of", "and", "for").
LINKING_WORD = 3
LONGEST_ACRONYM = 7
# Contents with so much in common are one.
SAME_CONTENT = 0.6
TRANSITIONS = np.zeros((5, 5))
for _before in range(5):
    for _inside in (2, 4):
        if _before not in (_inside - 1, _inside):
            TRANSITIONS[_before, _inside] = FORBIDDEN


def softmax(x: np.ndarray) -> np.ndarray:
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def windows(words: Words, size: int, overlap: int) -> list[tuple[int, int]]:
    """Windows of whole sentences with about `overlap` pieces in common."""
    starts = sorted({0, *words.sentence_starts}) + [len(words.spans)]
    out, i = [], 0
    while i < len(starts) - 1:
        j = i + 1
        while j < len(starts) - 1 and words.first[starts[j + 1]] - words.first[starts[i]] <= size:
            j += 1
        out += split(words, starts[i], starts[j], size, overlap)
        if j == len(starts) - 1:
            break
        back = j
        pieces = lambda a, b: words.first[starts[b]] - words.first[starts[a]]
        while back - 1 > i and pieces(back - 1, j) <= overlap and pieces(back - 1, j + 1) <= size:
            back -= 1
        i = back if back > i else j
    return out


@dataclass
class WindowOutput:
    begin: int
    end: int
    values: dict[str, np.ndarray]


@dataclass
class Settings:
    cue_threshold: float = 0.5
    target_threshold: float = 0.35
    max_targets: int = 3
    candidates: int = 24


def viterbi(scores: np.ndarray) -> list[int]:
    best = scores[0] + np.array([0, 0, FORBIDDEN, 0, FORBIDDEN])
    back = []
    for row in scores[1:]:
        step = best[:, None] + TRANSITIONS
        choice = step.argmax(0)
        best = step[choice, range(5)] + row
        back.append(choice)
    state = int(best.argmax())
    path = [state]
    for choice in reversed(back):
        state = int(choice[state])
        path.append(state)
    return path[::-1]


def runs(path: list[int], base: int, offset: int) -> list[tuple[int, int]]:
    out, begin = [], None
    for w, role in enumerate([*path, 0]):
        if begin is not None and role != base + 1:
            out.append((begin + offset, w + offset))
            begin = None
        if role == base:
            begin = w
    return out


def log_softmax(x: np.ndarray) -> np.ndarray:
    x = x - x.max(-1, keepdims=True)
    return x - np.log(np.exp(x).sum(-1, keepdims=True))


def name_extent(words: Words, out: WindowOutput, start: int, stop: int) -> int:
    """Last word + 1 of the name that starts at word `start`, before word `stop`."""
    at = place(words, out, start)
    best, score = start + 1, -np.inf
    for w in range(start, min(stop, out.end)):
        j = words.first[w + 1] - 1 - words.first[start]
        if j >= 16:
            break
        value = out.values["name_end"][0, at, j]
        if value > score:
            best, score = w + 1, value
    return best


def place(words: Words, out: WindowOutput, word: int) -> int:
    return words.first[word] - words.first[out.begin] + 1


def window_statements(words: Words, out: WindowOutput, s: Settings) -> list[dict]:
    v, statements = out.values, []
    at = np.array(words.first[out.begin : out.end]) - words.first[out.begin] + 1
    cue = v["cue_logits"][0][at]
    probability = softmax(cue)
    tags = cue.argmax(-1)
    word_of = {int(p): w for w, p in enumerate(at)}
    for n, p in enumerate(v["cue_index"]):
        first = word_of.get(int(p))
        if first is None or probability[first, 1] < s.cue_threshold:
            continue
        last = first + 1
        while last < len(at) and tags[last] == 2:
            last += 1
        scores = log_softmax(v["role_logits"][n][at])
        path = viterbi(scores)
        content, source = runs(path, 3, out.begin), runs(path, 1, out.begin)
        if not content:
            continue
        source = one_source(words, source, scores, out.begin, first + out.begin)
        found = statement_targets(words, out, n, content, (first + out.begin, last + out.begin), s)
        used = np.array(path)
        confidence = float(probability[first, 1]) * float(np.exp(scores[np.arange(len(path)), used][used > 0].mean()))
        statements.append({
            "cue": (first + out.begin, last + out.begin), "source": source, "content": content,
            "targets": found, "window": out, "confidence": confidence,
        })
    return statements


def one_source(words: Words, sources: list[tuple[int, int]], scores: np.ndarray, begin: int, cue: int) -> list[tuple[int, int]]:
    """Gold has one source nearly always: in the cue's sentence if there is any, and the surest of those."""
    sentence = lambda w: bisect.bisect_right(words.sentence_starts, w)
    near = [r for r in sources if sentence(r[0]) == sentence(cue)] or sources
    return sorted(near, key=lambda r: -scores[r[0] - begin : r[1] - begin, 1:3].max(1).mean())[:1]


def statement_targets(words: Words, out: WindowOutput, n: int, content, cue, s: Settings) -> list[dict]:
    def score(w: int) -> float:
        return float(1 / (1 + np.exp(-out.values["target_logits"][n, place(words, out, w)])))

    inside = [(score(w), w, e) for b, e in content for w in range(b, e) if w < out.end]
    in_cue = [(score(w), w, cue[1]) for w in range(*cue)]
    ranked = sorted(inside + in_cue, key=lambda x: (-x[0], x[1]))
    chosen: list[dict] = []
    for value, w, stop in ranked:
        if chosen and (value < s.target_threshold or len(chosen) == s.max_targets):
            break
        end = name_extent(words, out, w, stop)
        if any(w < t["span"][1] and t["span"][0] < end for t in chosen):
            continue
        logits = out.values["stance_logits"][n, place(words, out, w)]
        chosen.append({"span": (w, end), "logits": logits, "confidence": value})
    return chosen


def central(windows_: list[WindowOutput], word: int) -> WindowOutput:
    return max((o for o in windows_ if o.begin <= word < o.end), key=lambda o: min(word - o.begin, o.end - 1 - word) + 1)


def resolve(words: Words, outs: list[WindowOutput], mentions: list[tuple[tuple[int, int], WindowOutput]], table: dict, s: Settings) -> list[tuple[tuple[int, int] | None, float]]:
    """The word span of each mention's canonical name, or None where the null candidate wins, and how sure that is."""
    owner = [central(outs, w) for w in range(len(words.spans))]
    candidates: list[int] = []
    for out in outs:
        mine = [w for w in range(out.begin, out.end) if owner[w] is out]
        mine.sort(key=lambda w: -out.values["name_logit"][0, place(words, out, w)])
        candidates += mine[: s.candidates]
    offered, known = candidates, set(candidates)
    answers: list[tuple[tuple[int, int] | None, float]] = []
    for span, out in mentions:
        # Who is named nowhere else is named at the mention's own words.
        candidates = offered + [w for w in range(span[0], min(span[1], span[0] + 24)) if w not in known]
        reader = {w: owner[w] if w in known else out for w in candidates}
        keys = np.array([reader[w].values["mention_key"][0, place(words, reader[w], w)] for w in candidates])
        unary = np.array([reader[w].values["name_logit"][0, place(words, reader[w], w)] for w in candidates])
        first = np.array([words.first[w] for w in candidates])
        query = out.values["mention_query"][0, place(words, out, span[0])]
        distance = table["distance"][bucket(first - words.first[span[0]])]
        match = table["match"][match_features(words, span)[candidates]]
        scores = keys @ query * 0.125 + unary + distance + match
        bare, letters = bare_name(words, span), acronym(words, span)
        spelled = np.array([letters is not None and spells_out(words, w, letters) for w in candidates])
        if bare:
            strange = np.array([not bare & set(words.lower[w : w + 4]) for w in candidates])
            scores = scores - table["stranger"] * (strange & ~spelled)
        scores = scores + table["acronym"] * spelled
        null = float(out.values["mention_key"][0, 0] @ query * 0.125 + out.values["name_logit"][0, 0])
        best = int(scores.argmax())
        shares = softmax(np.append(scores, null))
        if scores[best] < null:
            answers.append((None, float(shares[-1])))
            continue
        w = candidates[best]
        name = (w, name_extent(words, reader[w], w, len(words.spans)))
        same = [words.lower[c] == words.lower[w] for c in candidates]
        answers.append((name, float(shares[:-1][same].sum())))
    return answers


def bare_name(words: Words, span: tuple[int, int]) -> set[str] | None:
    """The words of a mention that is nothing but a name ("Fidan", "Al-Harithi"): with capitals that the text never has without."""
    own = [w for w in range(*span) if words.features[w] & 3]
    telling = {words.lower[w] for w in own if len(words.lower[w]) > 2}
    if not telling or len(own) > 4 or span[1] - span[0] > 8 or not words.common:
        return None
    return None if telling & words.common or any(words.features[w] & 3 < 2 for w in own) else telling


def acronym(words: Words, span: tuple[int, int]) -> str | None:
    """The letters, in small, of a mention that is an acronym ("the IMF", "S.E.C."), maybe with short words around it."""
    letters = ""
    for w in range(*span):
        case, word = words.features[w] & 3, words.lower[w]
        if case == 3 or case == 2 and len(word) == 1:
            letters += word
        elif case and len(word) > LINKING_WORD:
            return None
    return letters if 2 <= len(letters) <= LONGEST_ACRONYM else None


def spells_out(words: Words, first: int, letters: str) -> bool:
    """Do the words from here on have these initials? (Schwartz and Hearst 2003 match abbreviations alike.)"""
    found = 0
    for w in range(first, min(len(words.spans), first + 3 * len(letters))):
        case, word = words.features[w] & 3, words.lower[w]
        if case >= 2:
            if len(word) == 1 or word[0] != letters[found]:
                return False
            found += 1
            if found == len(letters):
                return True
        elif found == 0 or case == 1 and len(word) > LINKING_WORD:
            return False
    return False


def text_of(words: Words, span: tuple[int, int]) -> str:
    return words.text[words.spans[span[0]][0] : words.spans[span[1] - 1][1]]


def characters(words: Words, span: tuple[int, int]) -> list[int]:
    return [words.spans[span[0]][0], words.spans[span[1] - 1][1]]


def predict(tokenize: WordTokenizer, text: str, run, table: dict, s: Settings, size: int = 382, overlap: int = 96) -> list[dict]:
    """`run(ids, features)` gives a window's outputs as arrays."""
    words = tokenize(text)
    if not words.spans:
        return []
    outs = []
    for b, e in windows(words, size, overlap):
        lo, hi = words.first[b], words.first[e]
        outs.append(WindowOutput(b, e, run([tokenize.start, *words.pieces[lo:hi], tokenize.end], [0, *words.piece_features[lo:hi], 0])))
    return decode(words, outs, table, s)


def without_doubles(found: list[dict]) -> list[dict]:
    """One statement for each content, the surer one; one that is reported inside another is no double."""
    covered = lambda st: {w for b, e in st["content"] for w in range(b, e)}
    kept: list[tuple[dict, set[int]]] = []

    def is_double(st: dict, content: set[int]) -> bool:
        apart = (o for o in kept if o[0]["cue"][0] not in content and st["cue"][0] not in o[1])
        return any(len(content & other) >= SAME_CONTENT * len(content | other) for _, other in apart)

    for st in sorted(found, key=lambda x: -x["confidence"]):
        content = covered(st)
        if not is_double(st, content):
            kept.append((st, content))
    chosen = {id(st) for st, _ in kept}
    return [st for st in found if id(st) in chosen]


def decode(words: Words, outs: list[WindowOutput], table: dict, s: Settings) -> list[dict]:
    found = without_doubles([st for out in outs for st in window_statements(words, out, s) if central(outs, st["cue"][0]) is out])
    mentions = []
    for st in found:
        mentions.append(((st["source"] or [st["cue"]])[0], st["window"]))
        mentions += [(t["span"], st["window"]) for t in st["targets"]]
    names = iter(resolve(words, outs, mentions, table, s))
    rows = []
    for st in found:
        speaker, sure = next(names)
        targets = []
        for t in st["targets"]:
            name = text_of(words, next(names)[0] or t["span"])
            # Two places of one name are one target; the chief one stays.
            if any(name == before["name"] for before in targets):
                continue
            targets.append({
                "span": characters(words, t["span"]), "text": text_of(words, t["span"]), "name": name,
                "stance": ("favor", "against", "neutral")[int(t["logits"].argmax())], "logits": t["logits"], "confidence": t["confidence"],
            })
        rows.append({
            "source": [characters(words, x) for x in st["source"]], "cue": [characters(words, st["cue"])],
            "content": [characters(words, x) for x in st["content"]], "speaker": text_of(words, speaker) if speaker else None,
            "targets": targets, "confidence": st["confidence"], "speaker_confidence": sure,
            "type_logits": st["window"].values["type_logits"][0, place(words, st["window"], (st["source"] or [st["cue"]])[0][0])],
        })
    return rows
