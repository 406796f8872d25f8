#!/bin/sh
# Formats every C++ file of the project, or with --check fails (exit 1) when one is not formatted. Exit 77: no clang-format-19.
set -eu

cd "$(dirname "$0")/.."
if ! command -v clang-format-19 >/dev/null; then
  echo "SKIPPED: format check (clang-format-19 is not installed)"
  exit 77
fi
action=-i
[ "${1:-}" != --check ] || action="--dry-run --Werror"
find src apps tests examples -type f \( -name '*.h' -o -name '*.cc' \) -print0 2>/dev/null |
  xargs -0 -r clang-format-19 $action
