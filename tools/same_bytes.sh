#!/bin/sh
# Same input, same bytes: neither the JSON nor the page of a check may depend on the number of threads.
#   same_bytes.sh PROGRAM SNAPSHOT
set -eu

program=$1
snapshot=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for threads in 1 2 4; do
  status=0
  RINGFENCE_THREADS=$threads timeout 120 "$program" check "$snapshot" -f json="$folder/$threads" -f html="$folder/$threads.html" \
    2>"$folder/$threads.err" || status=$?
  case $status in
    0 | 1 | 3) ;;
    *) cat "$folder/$threads.err"; exit 1 ;;
  esac
  echo "$threads thread(s): exit code $status, $(wc -c <"$folder/$threads") bytes, page $(wc -c <"$folder/$threads.html")"
  echo "$status" >>"$folder/$threads"
  [ -s "$folder/$threads" ]
  [ -s "$folder/$threads.html" ]
  cmp "$folder/1" "$folder/$threads"
  cmp "$folder/1.html" "$folder/$threads.html"
done
