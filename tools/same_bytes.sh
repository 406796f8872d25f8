#!/bin/sh
# Same input, same bytes: no format of a check may depend on the number of threads.
#   same_bytes.sh PROGRAM SNAPSHOT FORMAT...
set -eu

program=$1
snapshot=$2
shift 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for threads in 1 2 4; do
  wanted=
  for format in "$@"; do wanted="$wanted -f $format=$folder/$threads.$format"; done
  status=0
  # shellcheck disable=SC2086 # several words
  RINGFENCE_THREADS=$threads timeout 360 "$program" check "$snapshot" $wanted 2>"$folder/err" || status=$?
  case $status in
    0 | 1 | 3) ;;
    *) echo "exit code $status (124: it took too long)"; cat "$folder/err"; exit 1 ;;
  esac
  echo "$status" >"$folder/$threads.exit"
  cmp "$folder/1.exit" "$folder/$threads.exit"
  for format in "$@"; do
    echo "$threads thread(s), $format: exit code $status, $(wc -c <"$folder/$threads.$format") bytes"
    [ -s "$folder/$threads.$format" ]
    cmp "$folder/1.$format" "$folder/$threads.$format"
  done
done
