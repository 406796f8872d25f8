#!/bin/sh
# The first process of a machine. Its root is the host's file system, read-only, or a copy of some files of it; all that is
# written lies in memory. Runs the Python program $4 of the folder $2 with the remaining words and the kernel modules below
# $3, then ends the machine, after $1 s at the latest.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
end() {
  stty opost # waits until the console has all
  if command -v poweroff >/dev/null; then poweroff -f; else echo b >/proc/sysrq-trigger; fi
}
mount -t proc proc /proc
mount -t sysfs sysfs /sys
(sleep "$1" && end) &
folder=$2 modules=$3 program=$4
shift 4
mount -t tmpfs tmpfs /run # also /var/run
cp "$folder"/*.py /run/   # the folder may lie below what is hidden next
for path in /etc/frr /var/log /var/tmp /tmp; do mount -t tmpfs tmpfs "$path"; done
mkdir -p /run/root/lib/modules /run/frr /var/tmp/frr
ln -s "$modules/$(uname -r)" /run/root/lib/modules/
modprobe -d /run/root -a veth mpls_router mpls_iptunnel vrf
chown frr:frr /run/frr /etc/frr /var/tmp/frr
stty -opost # lines end as they were written
python3 -B "/run/$program" "$@"
end
