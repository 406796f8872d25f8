#!/bin/sh
# Proves the README on a machine that has nothing: a minimal Debian 12 in a folder, a fresh clone in it, then `make demo`
# and `make test` as a new user would type them. Needs root, debootstrap, about 6 GB and 30 minutes.
#   fresh_machine.sh [demo|test|all]        default: all
# The package mirror and apt's settings are those of this machine. The folder is removed at the end, also after a failure,
# unless KEEP=1. SOURCE (default: this clone) is what is cloned: committed work only. CACHE=folder lends the machine a
# folder of ccache, so that what was compiled here need not be compiled there; a new user has none.
set -eu

what=${1:-all}
here=$(cd "$(dirname "$0")/.." && pwd)
source=${SOURCE:-$here}
suite=bookworm
seconds_max=${SECONDS_MAX:-3600}

case $what in
  demo) goals="demo" ;;
  test) goals="test" ;;
  all) goals="demo test" ;;
  *) echo "usage: $0 [demo|test|all]" >&2; exit 2 ;;
esac
[ "$(id -u)" -eq 0 ] || { echo "SKIPPED: fresh machine (needs root)"; exit 77; }
command -v debootstrap >/dev/null || { echo "SKIPPED: fresh machine (debootstrap is not installed)"; exit 77; }

mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' | awk -v suite="$suite" '$2 == suite { print $1; exit }')
[ -n "$mirror" ] || { echo "apt on this machine has no source for Debian $suite" >&2; exit 1; }

machine=$(mktemp -d "${TMPDIR:-/var/tmp}/fresh_machine.XXXXXX")
clean_up() {
  status=$?
  trap - EXIT INT TERM
  # Deepest first; the tests may have mounted more than this script.
  awk -v machine="$machine/" 'index($2, machine) == 1 { print $2 }' /proc/self/mounts | sort -r | while read -r mount; do
    umount -R "$mount" 2>/dev/null || umount -R -l "$mount" 2>/dev/null || true
  done
  # A mount that could not be undone must never be deleted through.
  if grep -q " $machine/" /proc/self/mounts; then
    echo "still mounted, not removed: $machine" >&2
  elif [ "${KEEP:-0}" = 1 ]; then
    echo "kept: $machine"
  else
    rm -rf --one-file-system "$machine"
  fi
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

echo "== Installing a minimal Debian ($suite) into $machine"
started=$(date +%s)
timeout 900 debootstrap --variant=minbase --include=ca-certificates,make "$suite" "$machine" "$mirror" >"$machine.log" 2>&1 ||
  { tail -n 20 "$machine.log" >&2; rm -f "$machine.log"; exit 1; }
rm -f "$machine.log"

# Settings of apt, names and certificates as on this machine, so that its mirror is reached the same way.
rm -rf "$machine/etc/apt"
cp -a /etc/apt "$machine/etc/apt"
for path in /etc/resolv.conf /etc/hosts /etc/ssl/certs /usr/local/share/ca-certificates /usr/share/keyrings; do
  [ -e "$path" ] || continue
  # Its own go first: they may be absolute links, which from here lead to the files that are copied.
  rm -rf "${machine:?}$path"
  mkdir -p "$machine$(dirname "$path")"
  cp -aL "$path" "$machine$(dirname "$path")/"
done
mount -t proc proc "$machine/proc"
mount -t sysfs sysfs "$machine/sys"
mount --rbind /dev "$machine/dev"
mount --make-rslave "$machine/dev" # what is unmounted here must stay mounted outside

if [ -n "${CACHE:-}" ]; then
  mkdir -p "$machine/root/.cache/ccache"
  mount --bind "$CACHE" "$machine/root/.cache/ccache"
fi

git clone -q --no-hardlinks "$source" "$machine/root/ringfence"
echo "== Ready after $(($(date +%s) - started)) s; commit $(git -C "$machine/root/ringfence" rev-parse --short HEAD)"

status=0
for goal in $goals; do
  echo "== make $goal"
  started=$(date +%s)
  result=0
  timeout "$seconds_max" chroot "$machine" /usr/bin/env -i HOME=/root TERM=dumb LANG=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    ${CACHE:+CCACHE_NOHASHDIR=1} sh -c 'cd "$HOME/ringfence" && exec make "$1"' sh "$goal" || result=$?
  echo "== make $goal: exit code $result after $(($(date +%s) - started)) s"
  [ "$result" -eq 0 ] || status=1
done
exit "$status"
