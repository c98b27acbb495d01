"""Small real models with random weights, for tests of what surrounds a model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "managers",
    "nurses",
    "pay",
    "should",
    "be",
    "regulated",
    "the",
    "?",
    ".",
]


def tiny_cross_encoder(folder: Path, labels: int = 1, names: Sequence[str] = ()) -> Path:
    """A BERT classifier with random weights and a vocabulary of a few words, saved as a sentence-transformers user would.

    `names` are those of its outputs, where they have any.
    """
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY), encoding="utf-8")
    torch.manual_seed(7)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    config = BertConfig(vocab_size=len(VOCABULARY), max_position_embeddings=32, num_labels=labels, initializer_range=1.0, **sizes)
    if names:
        config.id2label = dict(enumerate(names))
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt"), model_max_length=32).save_pretrained(folder)
    return folder
