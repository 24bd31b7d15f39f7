"""Text to words and word pieces: the same words, features and pieces as `src/text` and `src/windows` make.

A word is one character, with its marks, of a script that is written without spaces; else a run of letters, marks and
digits; else any other single character that is not white space.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import regex

UNSPACED = (
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]"
)
WORD = regex.compile(rf"{UNSPACED}\p{{M}}*|(?:(?!{UNSPACED})[\p{{L}}\p{{M}}\p{{N}}])+|\S")
LINE_BREAK = regex.compile(r"[\n\r\u2028\u2029]")
SENTENCE_END = regex.compile(r"[.!?…。！？｡؟۔।॥][\"”’'»)\]」』｣）》〉]*$")
UNSPACED_END = regex.compile(r"[。！？｡][\"”’'»)\]」』｣）》〉]*$")
CLOSING = regex.compile(r"[\"”’'»)\]」』｣）》〉。！？｡…]")
MAX_PIECES = 382


@dataclass
class Words:
    """Words of one text. `spans` are code point offsets, `first[w]` is the piece at which word w begins."""

    text: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    features: list[int] = field(default_factory=list)
    pieces: list[int] = field(default_factory=list)
    piece_features: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    sentence_starts: list[int] = field(default_factory=list)

    @cached_property
    def starts(self) -> list[int]:
        return [start for start, _ in self.spans]

    @cached_property
    def lower_hashes(self) -> np.ndarray:
        return np.array([hash(word) for word in self.lower])

    @cached_property
    def titles(self) -> np.ndarray:
        """1 where a word begins with a capital."""
        return np.array([feature & 3 >= 2 for feature in self.features], np.int64)

    @cached_property
    def common(self) -> set[str]:
        """Words that stand somewhere in small letters."""
        return {word for word, feature in zip(self.lower, self.features) if feature & 3 == 1}


def case_of(word: str) -> int:
    """0 begins with no letter, 1 lower, 2 Title, 3 UPPER."""
    if not word[0].isalpha():
        return 0
    if len(word) > 1 and word.isupper():
        return 3
    return 2 if word[0].isupper() else 1


def begins_sentence(before: str, word: str, space: bool) -> bool:
    """Does a word begin a sentence after these last characters?"""
    if space:
        return bool(SENTENCE_END.search(before))
    return bool(UNSPACED_END.search(before)) and not CLOSING.match(word)


class WordTokenizer:
    """Encodes words one by one, so that offsets never depend on the tokenizer."""

    def __init__(self, tokenizer, start: int, end: int, unknown: int, prefix: str = ""):
        self.tokenizer, self.start, self.end, self.unknown, self.prefix = tokenizer, start, end, unknown, prefix
        self.encode = lru_cache(maxsize=400_000)(self._encode)

    def _encode(self, word: str) -> tuple[int, ...]:
        return tuple(self.tokenizer.encode(word, add_special_tokens=False).ids) or (self.unknown,)

    def __call__(self, text: str) -> Words:
        out = Words(text)
        previous = 0
        # A tokenizer knows small letters far better; that they are capitals is among the features.
        all_capitals = text.isupper()
        for match in WORD.finditer(text):
            begin, end = match.span()
            gap = text[previous:begin]
            word = match[0]
            line = begin == 0 or not out.spans or bool(LINE_BREAK.search(gap))
            space = line or bool(gap)
            feature = case_of(word) + 4 * space + 8 * line
            if line or begins_sentence(text[max(0, previous - 4) : previous], word, space):
                out.sentence_starts.append(len(out.spans))
            out.spans.append((begin, end))
            out.lower.append(word.lower())
            out.features.append(feature)
            out.first.append(len(out.pieces))
            read = word.lower() if all_capitals else word
            ids = self.encode(self.prefix + read if self.prefix and space else read)
            out.pieces.extend(ids)
            out.piece_features.extend([feature] * len(ids))
            previous = end
        out.first.append(len(out.pieces))
        return out


def word_span(words: Words, begin: int, end: int) -> tuple[int, int] | None:
    """The words that a character span touches, as [first, last + 1), or None."""
    import bisect

    low = bisect.bisect_right(words.starts, begin) - 1
    if low < 0 or words.spans[low][1] <= begin:
        low += 1
    high = low
    while high < len(words.spans) and words.spans[high][0] < end:
        high += 1
    return (low, high) if high > low else None
