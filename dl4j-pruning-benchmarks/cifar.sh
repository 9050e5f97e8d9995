#!/usr/bin/env bash
# The CIFAR-10 table of docs/benchmarks.md: three seeds of the CNN dense, with 50 % and 80 % of its
# weights pruned, with half of its filters pruned, and half as wide from scratch; the ResNet dense and with
# half of its filters, and one seed of it half as wide. Images are shown as they are. Two runs at a time, with
# one OpenMP thread each, since DL4J gains nothing from a second one. Every finished run leaves a file; what
# has one is not run again.
#
#   dl4j-pruning-benchmarks/cifar.sh [--choices | --sparse] [--onednn] [--data DIR] [--out DIR]
#
# --choices  instead, seed 1 on 5,000 validation images, to choose settings by
# --sparse  instead, the CNN dense, with 90 and 95 % of its weights and 30, 50 and 70 % of its filters pruned
# --onednn  with oneDNN, twice as fast
# --data  folder with CIFAR-10's binary files or archive; else DL4J's cache, else a download
# --out   results and logs; default dl4j-pruning-benchmarks/target/cifar-table
set -euo pipefail
cd "$(dirname "$0")/.."

plain="--no-flip --shift 0"
table_runs() {
  for seed in 1 2 3; do
    echo "$plain --model cnn --seed $seed --run dense"
    echo "$plain --model cnn --seed $seed --run weights --sparsity 0.5"
    echo "$plain --model cnn --seed $seed --run weights --sparsity 0.8"
    echo "$plain --model cnn --seed $seed --run filters"
    echo "$plain --model cnn --seed $seed --run scratch"
    echo "$plain --model resnet --seed $seed --run dense"
    echo "$plain --model resnet --seed $seed --run filters"
  done
  echo "$plain --model resnet --seed 1 --run scratch"
}
sparse_runs() {
  for seed in 1 2 3; do
    echo "$plain --model cnn --seed $seed --run dense"
    echo "$plain --model cnn --seed $seed --run weights --sparsity 0.9 --begin 0.2 --end 0.7"
    echo "$plain --model cnn --seed $seed --run weights --sparsity 0.95 --begin 0.2 --end 0.7"
    echo "$plain --model cnn --seed $seed --run filters --sparsity 0.3"
    echo "$plain --model cnn --seed $seed --run filters"
    echo "$plain --model cnn --seed $seed --run filters --sparsity 0.7"
  done
}
choice_runs() {
  echo "$plain --evaluate-on validation --run dense"
  echo "$plain --evaluate-on validation --run filters"
  echo "$plain --evaluate-on validation --run scratch"
  echo "$plain --evaluate-on validation --run weights --sparsity 0.5"
  echo "$plain --evaluate-on validation --run weights --sparsity 0.8"
  echo "$plain --evaluate-on validation --model resnet --run dense"
  echo "$plain --evaluate-on validation --model resnet --run filters"
  echo "$plain --evaluate-on validation --model resnet --run filters --criterion magnitude --begin 0.05 --end 0.35"
}

main=io.github.dl4jpruning.benchmarks.tables.CifarTable
module=dl4j-pruning-benchmarks
java_options=
default_out=cifar-table
source dl4j-pruning-benchmarks/table.sh
