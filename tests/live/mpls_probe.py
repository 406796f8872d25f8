"""One really sent datagram: on which links it was, with which labels.

Problem: the path through a provider shows neither to its ends nor by traceroute. Idea: one process opens a packet socket in
every namespace, sends one datagram with a mark nobody else sends, and reads it on every port it passes; times put the
sightings in order. Nothing is asked of the routers.
"""

import contextlib
import ctypes
import os
import select
import socket
import struct
import time

ETH_P_ALL = 3
ETH_P_IP = 0x0800
ETH_P_MPLS = 0x8847
SO_TIMESTAMPNS = 35
CLONE_NEWNET = 0x40000000
QUIET_S = 0.4  # without a further sighting the datagram has arrived or is lost
LIMIT_S = 5.0
PORT = 33434


@contextlib.contextmanager
def inside(space):
    """The calling thread works in the namespace: sockets opened there stay there."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/thread-self/ns/net") as home, open(f"/run/netns/{space}") as other:
        if libc.setns(other.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"cannot enter {space}")
        try:
            yield
        finally:
            libc.setns(home.fileno(), CLONE_NEWNET)


def decode(frame):
    """(labels from the outermost, IP TTL, payload) of an Ethernet frame with IPv4 and UDP; None for anything else."""
    kind, at, labels = struct.unpack_from("!H", frame, 12)[0], 14, []
    if kind == ETH_P_MPLS:
        bottom = 0
        while not bottom:
            if len(frame) < at + 4:
                return None
            entry = struct.unpack_from("!I", frame, at)[0]
            labels.append(entry >> 12)
            bottom, at = entry >> 8 & 1, at + 4
    elif kind != ETH_P_IP:
        return None
    if len(frame) < at + 28 or frame[at] >> 4 != 4 or frame[at + 9] != socket.IPPROTO_UDP:
        return None
    return labels, frame[at + 8], frame[at + 4 * (frame[at] & 15) + 8:]


class Listener:
    """Packet sockets in all namespaces; `spaces`: router -> namespace."""

    def __init__(self, spaces):
        self.sockets = {}
        for node, space in spaces.items():
            with inside(space):
                tap = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
            tap.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
            tap.setblocking(False)
            self.sockets[tap] = node

    def close(self):
        for tap in self.sockets:
            tap.close()

    def sightings(self, mark):
        """What is seen of the mark until nothing more comes: dicts in the order of time."""
        found, limit, end = [], time.monotonic() + LIMIT_S, time.monotonic() + QUIET_S
        while time.monotonic() < min(end, limit):
            for tap in select.select(list(self.sockets), [], [], QUIET_S)[0]:
                new = self.read(tap, mark)
                if new:
                    found, end = found + new, time.monotonic() + QUIET_S
        return [sighting for _, sighting in sorted(found, key=lambda one: one[0])]

    def read(self, tap, mark):
        found = []
        while True:
            try:
                frame, extra, _, address = tap.recvmsg(2048, 64)
            except BlockingIOError:
                return found
            seen = decode(frame) if address[0].startswith("p") else None  # ports; not the device of a VRF
            if seen is None or seen[2] != mark:
                continue
            stamp = struct.unpack("qq", extra[0][2])
            found.append((stamp, {"node": self.sockets[tap], "port": address[0], "out": address[2] == socket.PACKET_OUTGOING,
                                  "labels": seen[0], "ttl": seen[1]}))


def send(space, source, target, mark, ttl=64):
    with inside(space):
        sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with sender:
        sender.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, ttl)
        sender.bind((source, PORT))
        try:
            sender.sendto(mark, (target, PORT))
        except OSError as error:  # the source itself has no way
            return os.strerror(error.errno)
    return ""


def observe(listener, space, source, target, number):
    """Sightings of one datagram. Another goes before it, so that no neighbour is unknown any more."""
    for mark in (b"before-%d" % number, b"mark-%d" % number):
        error = send(space, source, target, mark)
        seen = listener.sightings(mark)
    return {"seen": seen, "error": error}
