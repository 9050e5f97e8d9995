#!/usr/bin/env bash
# The library and torch on the same machine, in turns, one thread each; prints one Markdown table.
#   dl4j-pruning-benchmarks/compare.sh [ROUNDS]     default 3; some three minutes a round
# PYTHON says which Python has torch; MAVEN_ARGS are passed on, such as -o.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-3}
python=${PYTHON:-/usr/bin/python3}
export OMP_NUM_THREADS=1

if ! "$python" -c 'import torch' 2>/dev/null; then
  echo "$python has no torch. On Debian: apt-get install -y python3-torch" >&2
  echo "Another Python: PYTHON=… $0" >&2
  exit 1
fi

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

bench() {
  # shellcheck disable=SC2086 # several arguments
  mvn -q -B ${MAVEN_ARGS:-} -pl dl4j-pruning-benchmarks -am compile exec:exec@jmh "$@"
}

for round in $(seq "$rounds"); do
  echo "round $round of $rounds: dl4j-pruning" >&2
  bench -Dbench.args="-f 1 -wi 4 -i 4 -w 1 -r 1 -p from=0.0 -p allocation=GLOBAL \
    -rf csv -rff $out/jmh-$round.csv -o $out/jmh-$round.log KthSmallest|MaskUpdate"
  bench -Dbench.main=io.github.dl4jpruning.benchmarks.StepCost \
    -Dbench.args="--keep-only --lenet-5-pairs 60 --lenet-300-100-pairs 1000 \
    --tsv $out/steps-$round.tsv" > "$out/steps-$round.md"
  echo "round $round of $rounds: torch" >&2
  "$python" dl4j-pruning-benchmarks/torch_peer.py > "$out/torch-$round.tsv"
done

# Maven puts colour codes before the first line.
grep -o -- '- [a-zJVM]*: .*' "$out/steps-1.md"
"$python" - "$out" <<'TABLE'
import csv
import glob
import statistics
import sys
from collections import defaultdict

out = sys.argv[1]
ours, theirs = defaultdict(list), defaultdict(list)
for path in glob.glob(out + "/jmh-*.csv"):
    with open(path, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if "KthSmallest" in row["Benchmark"]:
                name = "kthvalue, " + row["Param: scores"]
            else:
                network = {"LENET_5": "LeNet-5", "LENET_300_100": "LeNet-300-100"}
                name = "mask update, " + network[row["Param: network"]]
            ours[name].append(float(row["Score"]))
for pattern, into in (("steps", ours), ("torch", theirs)):
    for path in glob.glob("%s/%s-*.tsv" % (out, pattern)):
        with open(path, encoding="utf-8") as file:
            for line in file:
                name, value = line.rstrip("\n").split("\t")
                into[name].append(value if name == "version" else float(value))


def times(label, own, other):
    a, b = statistics.median(ours[own]), statistics.median(theirs[other])
    print("| %s | %.2f | %.2f | %.2f |" % (label, a, b, a / b))


def steps(network):
    a = 100 * statistics.median(ours["step cost, %s, 90 %%, kept" % network]) - 100
    b = 100 * statistics.median(theirs["step cost, " + network]) - 100
    print("| step with pruning against without, %s | %+.1f %% | %+.1f %% | |" % (network, a, b))


print("- torch: %s" % theirs["version"][0])
print("- medians of %d rounds, in turns" % len(theirs["version"]))
print()
print("| ms | dl4j-pruning | torch | ratio |")
print("| --- | --- | --- | --- |")
for power, n in ((5, "100000"), (6, "1000000"), (7, "10000000")):
    times("k-th smallest of 10^%d (kthvalue)" % power, "kthvalue, " + n, "kthvalue, " + n)
    times("k-th smallest of 10^%d (topk)" % power, "kthvalue, " + n, "topk, " + n)
for network in ("LeNet-5", "LeNet-300-100"):
    times("global mask update, " + network, "mask update, " + network, "mask update, " + network)
for network in ("LeNet-5", "LeNet-300-100"):
    steps(network)
TABLE
