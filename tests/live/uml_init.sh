#!/bin/sh
# The first process of a user-mode Linux whose root is the host's file system, read-only: all that is written lies in
# memory. Runs the Python program $1 of the folder $2 with the remaining words, then ends the machine.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH PYTHONDONTWRITEBYTECODE=1
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /run # also /var/run
program=$1 folder=$2
shift 2
cp "$folder"/*.py /run/ # the folder may lie below what is hidden next
for path in /etc/frr /var/log /var/tmp /tmp; do mount -t tmpfs tmpfs "$path"; done
mkdir -p /run/root/lib/modules /run/frr /var/tmp/frr
ln -s "/usr/lib/uml/modules/$(uname -r)" /run/root/lib/modules/
modprobe -d /run/root -a veth mpls_router mpls_iptunnel vrf || echo "no module"
chown frr:frr /run/frr /etc/frr /var/tmp/frr
stty -opost 2>/dev/null # lines end as they were written
python3 -B "/run/$program" "$@"
sync
poweroff -f
