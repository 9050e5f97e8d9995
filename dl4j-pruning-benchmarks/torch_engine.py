#!/usr/bin/python3
"""One of EngineSpeed's networks in torch, on one thread: answers as often as a line says.

Arguments: the network's name, examples in a call. Prints "ready"; then, for each line with a number,
milliseconds of processor time of one call. Weights are random: dense ones all take the same time.
On Debian: apt-get install -y python3-torch libopenblas0-pthread.
"""

import sys
import time

import torch
from torch import nn


class Last(nn.Module):
    """The last step of an LSTM, and ten classes; series are [batch, size, steps] as in DL4J."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(64, 256, batch_first=True)
        self.out = nn.Linear(256, 10)

    def forward(self, x):
        steps, _ = self.lstm(x.transpose(1, 2))
        return torch.softmax(self.out(steps[:, -1]), 1)


def cnn(first, second, third):
    return nn.Sequential(
        nn.Unflatten(1, (3, 32, 32)),
        nn.Conv2d(3, first, 3, 2, 1, bias=False), nn.MaxPool2d(2), nn.BatchNorm2d(first), nn.ReLU(),
        nn.Conv2d(first, second, 3, 2, 1, bias=False), nn.BatchNorm2d(second), nn.ReLU(),
        nn.Conv2d(second, third, 3, 2, 1, bias=False), nn.BatchNorm2d(third), nn.ReLU(),
        nn.Flatten(), nn.Linear(4 * third, 10), nn.Softmax(1)), (3072,)


def network(name):
    if name == "LeNet-300-100":
        return nn.Sequential(
            nn.Linear(784, 300), nn.ReLU(), nn.Linear(300, 100), nn.ReLU(), nn.Linear(100, 10),
            nn.Softmax(1)), (784,)
    if name == "LeNet-5":
        return nn.Sequential(
            nn.Unflatten(1, (1, 28, 28)),
            nn.Conv2d(1, 20, 5), nn.MaxPool2d(2), nn.Conv2d(20, 50, 5), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, 10), nn.Softmax(1)), (784,)
    if name == "CIFAR CNN":
        return cnn(128, 256, 384)
    if name == "CIFAR CNN, half its filters":
        return cnn(64, 128, 192)
    if name.startswith("LSTM"):
        return Last(), (64, 40)
    sys.exit("torch_engine.py knows no " + name)


torch.set_num_threads(1)
model, shape = network(sys.argv[1])
examples = torch.rand((int(sys.argv[2]),) + shape)
with torch.inference_mode():
    traced = torch.jit.freeze(torch.jit.trace(model.eval(), examples))
    traced(examples)
    print("ready", flush=True)
    for line in sys.stdin:
        times = int(line)
        start = time.thread_time()
        for _ in range(times):
            traced(examples)
        print(1e3 * (time.thread_time() - start) / times, flush=True)
