"""The weighted mean of several runs' weights (Wortsman et al. 2022, "Model soups"): runs from one start lie close enough.

    python training/mean.py --out training/runs/small-5/weights.pt 0.6 training/runs/small-4/weights.pt 0.4 training/runs/small-3/weights.pt
"""
from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("parts", nargs="+", help="a share and a file of weights, again and again")
    args = p.parse_args()
    shares, files = [float(x) for x in args.parts[::2]], args.parts[1::2]
    if len(shares) != len(files) or abs(sum(shares) - 1) > 1e-6:
        p.error("give a share and a file of weights, again and again; shares must come to 1")
    weights = [torch.load(file, weights_only=True) for file in files]
    mean = {
        name: sum(share * one[name] for share, one in zip(shares, weights)) if first.is_floating_point() else first
        for name, first in weights[0].items()
    }
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(mean, args.out)


if __name__ == "__main__":
    main()
