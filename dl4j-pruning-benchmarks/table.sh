# Runs a table: sourced by mnist.sh, cifar.sh and workers.sh, which say with what main class, where the
# results go ($default_out), and which runs there are: table_runs, or choice_runs with --choices,
# split_runs with --splits, sparse_runs with --sparse; the class's $module, and its $java_options.
# With --onednn, convolutions and batch normalisation are oneDNN's (docs/faster-training.md).

out=dl4j-pruning-benchmarks/target/$default_out
data=
runs=table_runs
profile=
while (($# > 0)); do
  case $1 in
    --choices) runs=choice_runs; shift ;;
    --splits) runs=split_runs; shift ;;
    --sparse) runs=sparse_runs; shift ;;
    --onednn) profile=-Ponednn; shift ;;
    --data) data=$2; shift 2 ;;
    --out) out=$2; shift 2 ;;
    *) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "dl4j-pruning-benchmarks/${0##*/}" >&2; exit 2 ;;
  esac
done

if ! declare -F "$runs" >/dev/null; then
  echo "${0##*/} has no such runs: $runs" >&2
  exit 2
fi
mvn -q $profile -pl "$module" -am compile dependency:build-classpath \
  -Dmdep.outputFile=target/classpath.txt -Dmdep.includeScope=runtime </dev/null

# A copy, so that a later build does not change a table that is half done.
mkdir -p "$out"
rm -rf "$out/classes"
mkdir "$out/classes"
for classes in $(tr ':' '\n' <"$module/target/classpath.txt" | grep '/target/classes$') "$module/target/classes"; do
  cp -r "$classes/." "$out/classes"
done
# What was copied is not on the class path a second time.
libraries=$(tr ':' '\n' <"$module/target/classpath.txt" | grep -v '/target/classes$' | paste -sd:)
export table_main=$main table_classpath="$out/classes:$libraries" table_out=$out table_data=$data
export table_options=$java_options

table() {
  OMP_NUM_THREADS=1 java -Xmx2g $table_options -cp "$table_classpath" \
    "$table_main" \
    --out "$table_out" ${table_data:+--data "$table_data"} "$@"
}
run() {
  local name=${*//--/} log
  log=$table_out/${name// /-}.log
  echo "$(date +%T) starts  $*"
  if table "$@" >>"$log" 2>&1; then
    echo "$(date +%T) $(tail -n 1 "$log")"
  else
    echo "$(date +%T) FAILED  $*: see $log" >&2
    return 1
  fi
}
export -f table run

table --fetch
"$runs" | xargs -P 2 -L 1 bash -c 'run "$@"' run

table --summarise | tee "$out/table.md"
