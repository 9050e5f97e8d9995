#!/usr/bin/env bash
# The table of engines in docs/benchmarks.md: LeNet-300-100 on MNIST, dense and with 90 % of its weights
# pruned, trained by one thread, by a ParallelWrapper and by Spark: three seeds each. Two runs at a time,
# with one OpenMP thread each. Every finished run leaves a file; what has one is not run again.
#
#   dl4j-pruning-benchmarks/workers.sh [--data DIR] [--out DIR]
#
# --data  folder with MNIST's four files; else DL4J's cache, else a download
# --out   results and logs; default dl4j-pruning-benchmarks/target/engine-table
set -euo pipefail
cd "$(dirname "$0")/.."

table_runs() {
  for seed in 1 2 3; do
    for by in single wrapper spark; do
      echo "--by $by --seed $seed"
      echo "--by $by --seed $seed --sparsity 0.9"
    done
  done
}

main=io.github.dl4jpruning.examples.spark.EngineTable
module=dl4j-pruning-spark-examples
java_options=@dl4j-pruning-spark/jvm-flags
default_out=engine-table
source dl4j-pruning-benchmarks/table.sh
