"""One encoder, and heads that read statements as edges from their cues."""
from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from batches import DISTANCES, MATCHES
from corpora import MAX_NAME_PIECES, ROLES, SPEAKER_TYPES, STANCES

FEATURES = 16
MENTION = 64
# Single weights learn too slowly at the heads' rate, so what is learned is a part of them.
BIAS_SCALE = 20.0


class PairScorer(nn.Module):
    """Scores (cue, token) pairs: relu(query + key + distance + mixed product), then a linear layer."""

    def __init__(self, hidden: int, width: int, product: int, out: int):
        super().__init__()
        self.query, self.key = nn.Linear(hidden, width), nn.Linear(hidden, width)
        self.query_product, self.key_product = nn.Linear(hidden, product), nn.Linear(hidden, product)
        self.mix = nn.Linear(product, width, bias=False)
        self.distance = nn.Embedding(DISTANCES, width)
        nn.init.normal_(self.distance.weight, std=0.1)
        self.out = nn.Linear(width, out)

    def hidden(self, cue: Tensor, tokens: Tensor, row: Tensor, distance: Tensor) -> Tensor:
        product = self.query_product(cue)[:, None] * self.key_product(tokens)[row]
        return self.query(cue)[:, None] + self.key(tokens)[row] + self.distance(distance) + self.mix(product)


class StatementModel(nn.Module):
    def __init__(self, encoder: nn.Module, hidden: int):
        super().__init__()
        self.encoder = encoder
        old = encoder.embeddings.token_type_embeddings.weight.data[0]
        features = nn.Embedding(FEATURES, hidden)
        features.weight.data.copy_(old.expand(FEATURES, -1) + 0.01 * torch.randn(FEATURES, hidden))
        encoder.embeddings.token_type_embeddings = features
        encoder.config.type_vocab_size = FEATURES
        self.drop = nn.Dropout(0.1)
        self.cue = nn.Linear(hidden, 3)
        self.role = PairScorer(hidden, 96, 48, len(ROLES))
        self.target = PairScorer(hidden, 64, 32, 1)
        self.role_to_target = nn.Linear(len(ROLES), 64, bias=False)
        self.stance = PairScorer(hidden, 96, 48, len(STANCES))
        self.stance_kind = nn.Embedding(3, 96)
        self.content_value, self.between_value = nn.Linear(hidden, 64), nn.Linear(hidden, 32)
        self.content_mix, self.between_mix = nn.Linear(64, 96, bias=False), nn.Linear(32, 96, bias=False)
        self.speaker_type = nn.Sequential(nn.Linear(hidden, 64), nn.ReLU(), nn.Linear(64, len(SPEAKER_TYPES)))
        self.mention_query, self.mention_key = nn.Linear(hidden, MENTION), nn.Linear(hidden, MENTION)
        self.name = nn.Linear(hidden, 1)
        self.antecedent_distance = nn.Embedding(DISTANCES, 1)
        self.antecedent_match = nn.Embedding(MATCHES, 1)
        for table in (self.antecedent_distance, self.antecedent_match):
            nn.init.zeros_(table.weight)
        self.end_query, self.end_key = nn.Linear(hidden, 48), nn.Linear(hidden, 48)
        self.end_bias = nn.Linear(hidden, 1)
        self.end_offset = nn.Parameter(torch.zeros(MAX_NAME_PIECES))
        nn.init.constant_(self.target.out.bias, -4.0)
        nn.init.constant_(self.name.bias, -2.0)

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        return self.drop(self.encoder(input_ids=ids, token_type_ids=features, attention_mask=mask).last_hidden_state)

    def roles(self, states: Tensor, row: Tensor, place: Tensor, distance: Tensor) -> Tensor:
        """[N, T, 5] logits of each piece's role for each cue."""
        return self.role.out(torch.relu(self.role.hidden(states[row, place], states, row, distance)))

    def targets(self, states: Tensor, row: Tensor, place: Tensor, distance: Tensor, roles: Tensor) -> Tensor:
        """[N, T] logits that a target of the cue's statement starts at the piece."""
        hidden = self.target.hidden(states[row, place], states, row, distance)
        return self.target.out(torch.relu(hidden + self.role_to_target(roles.detach().softmax(-1)))).squeeze(-1)

    def content_summary(self, states: Tensor, row: Tensor, roles: Tensor) -> Tensor:
        """[N, 64] mean of the content's states, weighted by the probability of being content."""
        weight = roles.detach().softmax(-1)[..., 3:].sum(-1)
        weight = weight / weight.sum(-1, keepdim=True).clamp(min=1e-3)
        return torch.bmm(weight[:, None].to(states.dtype), self.content_value(states)[row]).squeeze(1)

    def stances(self, states: Tensor, row: Tensor, place: Tensor, distance: Tensor, content: Tensor, kind: Tensor) -> Tensor:
        """[N, T, 3] logits of the stance from each cue towards what is named at each piece."""
        hidden = self.stance.hidden(states[row, place], states, row, distance)
        hidden = hidden + (self.content_mix(content) + self.stance_kind(kind))[:, None]
        return self.stance.out(torch.relu(hidden + self.between_mix(self.between(states, row, place))))

    def between(self, states: Tensor, row: Tensor, place: Tensor) -> Tensor:
        """[N, T, 32] mean over the pieces from the cue to each piece, both included."""
        value = self.between_value(states).float()
        total = torch.cat([torch.zeros_like(value[:, :1]), value.cumsum(1)], 1)[row]
        positions = torch.arange(states.shape[1], device=states.device)[None]
        at = place[:, None]
        index = torch.arange(place.shape[0], device=states.device)
        after = total[:, 1:] - total[index, place][:, None]
        before = total[index, place + 1][:, None] - total[:, :-1]
        span = torch.where((positions >= at)[..., None], after, before)
        return (span / ((positions - at).abs() + 1)[..., None]).to(states.dtype)

    def pair_stances(self, states: Tensor, row: Tensor, place: Tensor, to: Tensor, distance: Tensor, content: Tensor, kind: Tensor) -> Tensor:
        """[P, 3]: `stances` for given pairs only, which is what training needs."""
        s = self.stance
        a, b = states[row, place], states[row, to]
        hidden = s.query(a) + s.key(b) + s.distance(distance) + s.mix(s.query_product(a) * s.key_product(b))
        value = self.between_value(states).float()
        total = torch.cat([torch.zeros_like(value[:, :1]), value.cumsum(1)], 1)
        low, high = torch.minimum(place, to), torch.maximum(place, to) + 1
        between = ((total[row, high] - total[row, low]) / (high - low)[:, None]).to(states.dtype)
        hidden = hidden + self.content_mix(content) + self.stance_kind(kind) + self.between_mix(between)
        return s.out(self.drop(torch.relu(hidden)))

    def name_ends(self, states: Tensor) -> Tensor:
        """[B, T, 16] logits that a name starting at t ends with piece t + j."""
        query, key = self.end_query(states), self.end_key(states)
        bias = self.end_bias(states).squeeze(-1)
        pad = nn.functional.pad
        key, bias = pad(key, (0, 0, 0, MAX_NAME_PIECES - 1)), pad(bias, (0, MAX_NAME_PIECES - 1))
        length = states.shape[1]
        steps = [(query * key[:, j : j + length]).sum(-1) / 7 + bias[:, j : j + length] + self.end_offset[j] for j in range(MAX_NAME_PIECES)]
        return torch.stack(steps, -1)

    def antecedents(self, states: Tensor, m: dict) -> Tensor:
        """[M, B * T] logits of each candidate piece as the start of the mention's canonical name."""
        flat = states.reshape(-1, states.shape[-1])
        query = self.mention_query(states[m["row"], m["place"]])
        scores = (query @ self.mention_key(flat).T).float() * 0.125 + self.name(flat).squeeze(-1).float()
        known = m["match"] >= 0
        bias = self.antecedent_distance(m["distance"]).squeeze(-1) + self.antecedent_match(m["match"].clamp(min=0)).squeeze(-1)
        scores = scores + torch.where(known, BIAS_SCALE * bias.float(), torch.zeros_like(scores))
        return scores.masked_fill(~m["allowed"], -1e4)


def trained(encoder: nn.Module, weights: Path) -> StatementModel:
    """The model with weights of a run, or with those of its checkpoint; for use, not for training."""
    model = StatementModel(encoder, encoder.config.hidden_size)
    saved = torch.load(weights, weights_only=False)
    model.load_state_dict(saved.get("model", saved))
    return model.eval()
