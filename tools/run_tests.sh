#!/bin/sh
# Builds everything under the sanitizers, builds the fuzzers when clang-19 is there, and runs all of it as one ctest run
# whose summary is the last line. Environment: JOBS, FUZZ_SECONDS. What cannot run here is named aloud.
set -eu

cd "$(dirname "$0")/.."
jobs=${JOBS:-$(nproc)}
fuzz_seconds=${FUZZ_SECONDS:-30}
more_tests=
skipped=

build() { # build <preset> <targets or all> <cmake options...>
  preset=$1
  targets=$2
  shift 2
  timeout 120 cmake --preset "$preset" --log-level=NOTICE "$@" >build/"$preset".log 2>&1 || { cat build/"$preset".log; exit 1; }
  timeout 2700 cmake --build --preset "$preset" --target $targets -j "$jobs"
}

mkdir -p build
if command -v clang++-19 >/dev/null; then
  echo "== Building the fuzzers (clang-19)"
  build fuzz rf_all_fuzzers -DRF_FUZZ_SECONDS="$fuzz_seconds"
  more_tests=$PWD/build/fuzz/CTestTestfile.cmake
else
  skipped="${skipped}SKIPPED: the fuzzers (clang++-19 is not installed)\n"
fi
echo "== Building the program and its tests under the address and undefined-behaviour sanitizers"
build asan-ubsan all -DRF_MORE_TESTS="$more_tests"

if [ "$(id -u)" -ne 0 ]; then
  skipped="${skipped}SKIPPED: live routers (needs root)\n"
elif [ ! -x /usr/lib/frr/ospfd ]; then
  skipped="${skipped}SKIPPED: live routers (FRR is not installed; 'make live' installs it)\n"
fi

command -v chromium >/dev/null && command -v node >/dev/null ||
  skipped="${skipped}SKIPPED: the HTML report in a browser ('make web' installs Chromium and Node)\n"

echo "== Running the tests"
log=build/ctest.log
status=0
# Two more than the processors: the live routers, two suites at a time, wait more than they work.
timeout 3600 ctest --test-dir build/asan-ubsan -j "$((jobs + 2))" --output-on-failure --no-tests=error --no-label-summary \
  >"$log" 2>&1 || status=$?
grep -vE ' Passed +[0-9.]+ sec|^ +Start +[0-9]+:|tests passed' "$log" | head -n 400 || true
printf '%b' "$skipped"
grep 'tests passed' "$log" || echo "The test run ended without a summary (exit code $status); see $log"
exit "$status"
