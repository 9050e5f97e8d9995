#!/usr/bin/python3
"""The same pieces of work with torch, on one thread: k-th smallest, one global mask update, steps.

Needs torch; on Debian: apt-get install -y python3-torch. Prints name, tab, value: milliseconds, or
for steps the median of the pairs' ratios, with pruning to without.
"""

import argparse
import statistics
import sys
import time

try:
    import torch
    from torch import nn
    from torch.nn.utils import prune
except ImportError:
    sys.exit(
        "torch is missing for " + sys.executable + ". On Debian: apt-get install -y python3-torch,"
        " and run this with /usr/bin/python3"
    )

PIXELS = 28
CLASSES = 10
BATCH = 64
SPARSITY = 0.9


def lenet_5():
    return nn.Sequential(
        nn.Conv2d(1, 20, 5), nn.MaxPool2d(2), nn.Conv2d(20, 50, 5), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, CLASSES))


def lenet_300_100():
    return nn.Sequential(
        nn.Flatten(), nn.Linear(PIXELS * PIXELS, 300), nn.ReLU(), nn.Linear(300, 100), nn.ReLU(),
        nn.Linear(100, CLASSES))


def prune_globally(network):
    weights = [(m, "weight") for m in network if isinstance(m, (nn.Conv2d, nn.Linear))]
    prune.global_unstructured(weights, pruning_method=prune.L1Unstructured, amount=SPARSITY)


def milliseconds(work):
    start = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - start)


def median_ms(work, times):
    work()
    return statistics.median(milliseconds(work) for _ in range(times))


def selection():
    for n, times in ((100_000, 50), (1_000_000, 15), (10_000_000, 5)):
        scores = torch.randn(n).abs()
        k = n // 5 * 4
        yield "kthvalue, %d" % n, median_ms(lambda: torch.kthvalue(scores, k), times)
        yield ("topk, %d" % n,
               median_ms(lambda: torch.topk(scores, k, largest=False), max(3, times // 5)))


def mask_update(make):
    times = []
    for _ in range(15):
        network = make()  # prune changes it for good
        times.append(milliseconds(lambda: prune_globally(network)))
    return statistics.median(times[3:])


def step_ratio(make, pairs, warm_up):
    plain, pruned = make(), make()
    prune_globally(pruned)
    networks = [(n, torch.optim.Adam(n.parameters(), lr=1e-3)) for n in (plain, pruned)]
    loss = nn.CrossEntropyLoss()

    def step(which, x, y):
        network, optimizer = networks[which]
        optimizer.zero_grad()
        loss(network(x), y).backward()
        optimizer.step()

    ratios = []
    for i in range(warm_up + pairs):
        x = torch.rand(BATCH, 1, PIXELS, PIXELS)
        y = torch.randint(CLASSES, (BATCH,))
        taken = {which: milliseconds(lambda: step(which, x, y)) for which in (i % 2, 1 - i % 2)}
        if i >= warm_up:
            ratios.append(taken[1] / taken[0])
    return statistics.median(ratios)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lenet-5-pairs", type=int, default=60)
    parser.add_argument("--lenet-300-100-pairs", type=int, default=500)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    for name, value in selection():
        print("%s\t%.4f" % (name, value))
    print("mask update, LeNet-5\t%.4f" % mask_update(lenet_5))
    print("mask update, LeNet-300-100\t%.4f" % mask_update(lenet_300_100))
    print("step cost, LeNet-5\t%.5f" % step_ratio(lenet_5, args.lenet_5_pairs, 5))
    print("step cost, LeNet-300-100\t%.5f"
          % step_ratio(lenet_300_100, args.lenet_300_100_pairs, 50))
    print("version\t%s" % torch.__version__)


if __name__ == "__main__":
    main()
