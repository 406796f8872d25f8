#!/bin/sh
# The first process of a user-mode Linux whose root is the host's file system, read-only: all that is written lies in
# memory. Runs the Python program $3 of the folder $2 with the remaining words, then ends the machine, after $1 s at the latest.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
(sleep "$1" && poweroff -f) &
folder=$2 program=$3
shift 3
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /run # also /var/run
cp "$folder"/*.py /run/   # the folder may lie below what is hidden next
for path in /etc/frr /var/log /var/tmp /tmp; do mount -t tmpfs tmpfs "$path"; done
mkdir -p /run/root/lib/modules /run/frr /var/tmp/frr
ln -s "/usr/lib/uml/modules/$(uname -r)" /run/root/lib/modules/
modprobe -d /run/root -a veth mpls_router mpls_iptunnel vrf
chown frr:frr /run/frr /etc/frr /var/tmp/frr
stty -opost # lines end as they were written
python3 -B "/run/$program" "$@"
poweroff -f
