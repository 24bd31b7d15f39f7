"""Cuts multilingual-e5-small's 250,000 pieces down to those that the languages we serve are written with.

A piece stays when it is a single character, or occurs in a corpus of ours or in one of the most frequent words
(`wordfreq`) of a served language. A word whose best pieces all stay is cut exactly as before.
"""
from __future__ import annotations

import json
from pathlib import Path

import wordfreq
from tokenizers import AddedToken, Tokenizer, models, normalizers

from words import WORD

LANGUAGES = ("en", "fa", "tr", "ar", "ru", "zh", "es", "fr", "de", "it", "pt", "nl", "pl", "uk")
WORDS_A_LANGUAGE = 60_000
SPECIAL = 4


def words_of_corpora(data: Path):
    for path in sorted(data.glob("*/train.jsonl")):
        with open(path, encoding="utf-8") as file:
            for line in file:
                yield from WORD.findall(json.loads(line)["text"])


def served_words(data: Path) -> set[str]:
    words = set(words_of_corpora(data))
    for language in LANGUAGES:
        for word in list(wordfreq.iter_wordlist(language))[:WORDS_A_LANGUAGE]:
            # The lists are in lower case; names and the beginnings of sentences are not.
            words |= {part for form in (word, word.capitalize(), word.title()) for part in WORD.findall(form)}
    words |= {w.upper() for w in wordfreq.top_n_list("en", 5000)}
    return words


def kept_pieces(tokenizer: Tokenizer, words: set[str]) -> list[int]:
    """Ids in the old vocabulary, in its order."""
    vocabulary = tokenizer.get_vocab()
    kept = set(range(SPECIAL)) | {vocabulary["<mask>"]}
    for batch in (sorted(words), ["▁" + w for w in sorted(words)]):
        for encoded in tokenizer.encode_batch(batch, add_special_tokens=False):
            kept.update(encoded.ids)
    kept.update(i for piece, i in vocabulary.items() if len(piece.removeprefix("▁")) <= 1)
    return sorted(kept)


def untrimmed(pieces: list[tuple[str, float]], unknown: int) -> Tokenizer:
    """The Unigram tokenizer of all pieces. It is given words one by one, so it splits nothing beforehand."""
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.NFKC()
    return tokenizer


def trimmed(pieces: list[tuple[str, float]], unknown: int, kept: list[int]) -> Tokenizer:
    tokenizer = untrimmed([pieces[i] for i in kept], kept.index(unknown))
    tokenizer.add_special_tokens([AddedToken(p, normalized=False) for p in ("<s>", "<pad>", "</s>", "<unk>", "<mask>")])
    return tokenizer
