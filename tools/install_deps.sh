#!/bin/sh
# Installs the Debian packages that are missing, and nothing when none is.
#   install_deps.sh build|test|live|web|docs
set -eu

set_name=${1:-build}
build="make cmake ninja-build g++ pkg-config ccache mold libfmt-dev libtbb-dev libyaml-dev libcli11-dev libre2-dev libboost-dev"
test="frr iproute2 traceroute libgtest-dev libgmock-dev libbdd-dev python3 python3-jsonschema python3-junitparser libxml2-utils clang-19 clang-format-19 libfuzzer-19-dev libclang-rt-19-dev"
live="frr bird2 openbgpd gobgpd iproute2 traceroute user-mode-linux qemu-system-x86 kmod"
# QEMU boots a kernel that is installed here; a small one where there is none (in a container).
ls /boot/vmlinuz-* >/dev/null 2>&1 || live="$live linux-image-cloud-amd64"
# The page of the HTML report: a browser for its tests; Node where there is none yet (the tests want 20.19 or newer).
web="chromium python3"
command -v node >/dev/null && command -v npm >/dev/null || web="$web nodejs npm"
case $set_name in
  build) wanted=$build ;;
  test) wanted="$build $test" ;;
  live) wanted="$build $live" ;;
  web) wanted="$build $web" ;;
  docs) wanted="$build python3 mkdocs mkdocs-material" ;;
  *) echo "usage: $0 build|test|live|web|docs" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "This is not a Debian system: make sure that the equivalents of these are installed:" >&2
  echo "  $wanted" >&2
  exit 0
fi

missing=
for package in $wanted; do
  state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Missing packages, and neither root nor sudo to install them. As root, run:" >&2
    echo "  apt-get install$missing" >&2
    exit 1
  fi
  as_root=sudo
fi

echo "Installing missing packages:$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { timeout 300 $as_root apt-get update -q &&
       timeout 900 $as_root apt-get install -y -q --no-install-recommends $missing; } >"$log" 2>&1; then
  tail -n 30 "$log" >&2
  echo "apt-get could not install:$missing" >&2
  exit 1
fi
