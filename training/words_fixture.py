"""Writes what `words.py` makes of some authored texts, for the test that `src/text` and `src/windows` make the same of them.

    python training/words_fixture.py > test/text/words-of-python.json
"""
from __future__ import annotations

import json
from pathlib import Path

from tokenizers import Tokenizer

from words import WordTokenizer

ROOT = Path(__file__).parent.parent
CHARACTERS = 600
A_LANGUAGE = 2


def texts() -> list[tuple[str, str]]:
    """The beginnings of some texts of every language, after its code."""
    taken: dict[str, list[str]] = {}
    for corpus in ("authored", "authored_multilingual"):
        for line in (ROOT / "datasets" / corpus / "train.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            taken.setdefault(row.get("language", "en"), []).append(row["text"][:CHARACTERS])
    return [(language, text) for language, all_texts in taken.items() for text in all_texts[:A_LANGUAGE]]


def tokenizers() -> dict[str, WordTokenizer]:
    """Of the models that ship."""
    found = {}
    for settings in sorted(ROOT.glob("models/*/statement-stance.json")):
        tokenizer = Tokenizer.from_file(str(settings.parent / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        about = json.loads(settings.read_text())
        start, end = about["specialTokens"]["start"], about["specialTokens"]["end"]
        unknown = next(i for i in map(tokenizer.token_to_id, ("[UNK]", "<unk>")) if i is not None)
        found[settings.parent.name] = WordTokenizer(tokenizer, start, end, unknown, about["wordPrefix"])
    return found


def main() -> None:
    models = tokenizers()
    rows = []
    for language, text in texts():
        words = {name: tokenizer(text) for name, tokenizer in models.items()}
        first = next(iter(words.values()))
        rows.append(
            {
                "language": language,
                "text": text,
                "spans": first.spans,
                "features": first.features,
                "sentenceStarts": first.sentence_starts,
                "pieces": {name: found.pieces for name, found in words.items()},
            }
        )
    print("[" + ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows) + "]")


main()
