#!/usr/bin/env bash
# The MNIST table of docs/benchmarks.md: three seeds each of LeNet-300-100 (25 epochs) dense, at 92 %
# and at 98 %, and of LeNet-5 (8 epochs) dense and at 92 %. Two runs at a time, with one OpenMP thread
# each, since DL4J gains nothing from a second one. Every finished run leaves a file; what has one is
# not run again.
#
#   dl4j-pruning-benchmarks/mnist.sh [--choices | --splits | --sparse] [--onednn] [--data DIR] [--out DIR]
#
# --choices  instead, every criterion, allocation and method on LeNet-300-100 at 95, 98 and 98.5 %: one
#            seed for each, three for the best six; 93 runs of two to three minutes each
# --splits  instead, LeNet-300-100 at 98 % split between layers by a sensitivity scan, uniformly, globally
#            and by ERK: three seeds
# --sparse  instead, LeNet-5 at 98, 99 and 99.5 % by the default, LAMP and ERK, seed by seed
# --onednn  with oneDNN, three to four times as fast
# --data  folder with MNIST's four files; else DL4J's cache, else a download
# --out   results and logs; default dl4j-pruning-benchmarks/target/mnist-table
set -euo pipefail
cd "$(dirname "$0")/.."

table_runs() {
  for seed in 1 2 3; do
    echo "--model lenet300 --seed $seed"
    echo "--model lenet300 --seed $seed --sparsity 0.92"
    echo "--model lenet300 --seed $seed --sparsity 0.98"
  done
  for seed in 1 2 3; do
    echo "--model lenet5 --epochs 8 --l2 0 --seed $seed"
    echo "--model lenet5 --epochs 8 --l2 0 --seed $seed --sparsity 0.92 --end 0.5"
  done
}
split_runs() {
  for seed in 1 2 3; do
    echo "--model lenet300 --seed $seed"
    for allocation in sensitivity uniform global erk; do
      echo "--model lenet300 --seed $seed --sparsity 0.98 --allocation $allocation"
    done
  done
}
sparse_runs() {
  for seed in 1 2 3; do
    echo "--model lenet5 --epochs 8 --seed $seed"
    for sparsity in 0.99 0.995 0.98; do
      for allocation in global lamp erk; do
        echo "--model lenet5 --epochs 8 --begin 0.05 --end 0.35 --seed $seed --sparsity $sparsity --allocation $allocation"
      done
    done
  done
}
choice_runs() {
  echo "--seed 1"
  for sparsity in 0.985 0.98 0.95; do
    for criterion in magnitude random gradient saliency taylor movement obd; do
      echo "--seed 1 --sparsity $sparsity --criterion $criterion"
    done
    echo "--seed 1 --sparsity $sparsity --criterion wanda"
    echo "--seed 1 --sparsity $sparsity --criterion wanda --allocation peroutput"
    for allocation in uniform peroutput erk lamp; do
      echo "--seed 1 --sparsity $sparsity --allocation $allocation"
    done
    echo "--seed 1 --sparsity $sparsity --method snip"
    echo "--seed 1 --sparsity $sparsity --method set --allocation erk"
    echo "--seed 1 --sparsity $sparsity --method rigl --allocation erk"
    echo "--seed 1 --sparsity $sparsity --method surgery"
    echo "--seed 1 --sparsity $sparsity --method rewind"
  done
  # The six with the lowest errors at 98 and at 98.5 %, the default among them.
  for seed in 2 3; do
    echo "--seed $seed"
    for sparsity in 0.985 0.98 0.95; do
      echo "--seed $seed --sparsity $sparsity"
      for criterion in movement wanda; do
        echo "--seed $seed --sparsity $sparsity --criterion $criterion"
      done
      for allocation in erk lamp; do
        echo "--seed $seed --sparsity $sparsity --allocation $allocation"
      done
      echo "--seed $seed --sparsity $sparsity --method surgery"
    done
  done
}

main=io.github.dl4jpruning.benchmarks.tables.MnistTable
module=dl4j-pruning-benchmarks
java_options=
default_out=mnist-table
source dl4j-pruning-benchmarks/table.sh
