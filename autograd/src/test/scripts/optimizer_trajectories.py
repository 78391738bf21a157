"""Writes what PyTorch's optimizers make of given parameters and gradients, for OptimizerOracleTest.

Run from the repository root with any PyTorch >= 1.10:
    python3 autograd/src/test/scripts/optimizer_trajectories.py > autograd/src/test/resources/io/gatun/optim/trajectories.json
"""
import json
import torch

STEPS = 6
RATES = [0.1, 0.05, 0.02, 0.3, 0.01, 0.07]


def gradient(step, index):
    """The same closed form stands in the test: no gradients need to be stored."""
    return ((step * 7 + index * 3) % 11 - 5) / 10.0


START = [0.5, -1.0, 2.0, 0.25, -0.125, 3.0, -2.5]


def run(make):
    p = torch.nn.Parameter(torch.tensor(START, dtype=torch.float64))
    optimizer = make([p])
    trajectory = []
    for step in range(1, STEPS + 1):
        p.grad = torch.tensor([gradient(step, i) for i in range(len(START))], dtype=torch.float64)
        optimizer.param_groups[0]["lr"] = RATES[step - 1]
        optimizer.step()
        trajectory.append(p.detach().tolist())
    return trajectory


cases = {
    "sgd": lambda p: torch.optim.SGD(p, lr=1),
    "sgd-decay": lambda p: torch.optim.SGD(p, lr=1, weight_decay=0.1),
    "sgd-momentum": lambda p: torch.optim.SGD(p, lr=1, momentum=0.9, weight_decay=0.01),
    "adam": lambda p: torch.optim.Adam(p, lr=1),
    "adam-decay": lambda p: torch.optim.Adam(p, lr=1, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1),
    "adamw": lambda p: torch.optim.AdamW(p, lr=1, weight_decay=0.01),
    "adamw-decay": lambda p: torch.optim.AdamW(p, lr=1, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.3),
}
print(json.dumps({"torch": torch.__version__, "start": START, "rates": RATES,
                  "trajectories": {name: run(make) for name, make in cases.items()}}, indent=1))
