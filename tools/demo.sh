#!/bin/sh
# Checks a snapshot and says what its exit code means. For the reference scenario the right answer is "violated".
#   demo.sh PROGRAM SNAPSHOT
set -u

program=$1
snapshot=$2
echo "\$ ringfence check $snapshot"
status=0
timeout 120 "$program" check "$snapshot" || status=$?
echo
case $status in
  1)
    echo "Exit code 1, 'violated': this is the expected answer. The network of $snapshot breaks rules, and each"
    echo "breach above comes with its packet, its path and the configuration lines that prove it."
    ;;
  *)
    echo "Exit code $status is not the expected answer of this demonstration, which is 1 ('violated')." >&2
    exit 1
    ;;
esac
