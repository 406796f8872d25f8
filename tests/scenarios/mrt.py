"""Real MRT files: what `ringfence routes` has of each peer equals what a decoder written apart from it reads. Skipped
aloud without the files."""

import collections
import gzip
import io
import ipaddress
import json
import os
import sys
import tarfile
import unittest

import program

PROGRAM = None  # set by program.main
SHARED = os.path.join(os.environ.get("RF_SHARED_DIR", os.path.join(program.ROOT, "..", "shared")), "data")
ARCHIVES = ("mrt-mrtparse-samples.tar.xz", "mrt-bgpkit-fixtures.tar.xz")
PEERS_MAX = 3  # of one file, those with the most routes


class Bytes(io.BytesIO):
    def number(self, size):
        data = self.read(size)
        if len(data) != size:
            raise EOFError
        return int.from_bytes(data, "big")

    def address(self, six):
        return ipaddress.ip_address(self.read(16 if six else 4))

    def part(self, size):
        return Bytes(self.read(size))

    def rest(self):
        at = self.tell()
        data = self.read()
        self.seek(at)
        return data

    def prefix(self, six):
        bits = self.number(1)
        width = 16 if six else 4
        data = self.read((bits + 7) // 8).ljust(width, b"\0")
        return ipaddress.ip_network((data, bits), strict=False)

    def prefixes(self, six, add_path):
        found = []
        while self.rest():
            identifier = self.number(4) if add_path else 0
            found.append((self.prefix(six), identifier))
        return found


def attributes(data, add_path=False, table=False):
    """(next hop, IPv6 next hop, prefixes reached, prefixes withdrawn) of path attributes."""
    hop, hop6, reached, gone = None, None, [], []
    while data.rest():
        flags, kind = data.number(1), data.number(1)
        value = data.part(data.number(2 if flags & 16 else 1))
        if kind == 3:
            hop = value.address(False)
        elif kind == 14 and table and value.rest()[:1] != b"\0":
            hop6 = value.part(value.number(1)).address(True)
        elif kind in (14, 15):
            family, subsequent = value.number(2), value.number(1)
            if family not in (1, 2) or subsequent != 1:
                continue
            if kind == 14:
                hop6 = value.part(value.number(1)).address(family == 2)
                value.number(1)
            (reached if kind == 14 else gone).extend(value.prefixes(family == 2, add_path))
    return hop, hop6, reached, gone


def decode(data):
    """{peer: (AS, {(prefix, identifier): next hop})} at the end of a file."""
    peers, numbers, index = collections.defaultdict(dict), {}, []
    data = Bytes(data)
    while data.rest():
        data.number(4)
        kind, sub, body = data.number(2), data.number(2), None
        body = data.part(data.number(4))
        if kind == 13 and sub == 1:
            body.number(4)
            body.read(body.number(2))
            index = []
            for _ in range(body.number(2)):
                flags, _, address = body.number(1), body.number(4), None
                address = body.address(flags & 1)
                index.append((address, body.number(4 if flags & 2 else 2)))
        elif kind == 13 and sub in (2, 4, 8, 10):
            body.number(4)
            prefix = body.prefix(sub in (4, 10))
            for _ in range(body.number(2)):
                address, number = index[body.number(2)]
                body.number(4)
                identifier = body.number(4) if sub >= 8 else 0
                hop, hop6, _, _ = attributes(body.part(body.number(2)), table=True)
                numbers[address] = number
                peers[address][prefix, identifier] = hop6 or hop
        elif kind == 12:
            six = sub == 2
            body.number(4)
            address, bits = body.address(six), body.number(1)
            prefix = ipaddress.ip_network((address.packed, bits), strict=False)
            body.number(5)
            peer, number = body.address(six), body.number(2)
            hop, hop6, _, _ = attributes(body.part(body.number(2)), table=True)
            numbers[peer] = number
            peers[peer][prefix, 0] = hop6 or hop
        elif kind in (16, 17) and sub in (0, 1, 4, 5, 8, 9):
            if kind == 17:
                body.number(4)
            width = 4 if sub in (4, 5, 9) else 2
            number = body.number(width)
            body.number(width)
            body.number(2)
            six = body.number(2) == 2
            peer = body.address(six)
            body.address(six)
            numbers[peer] = number
            if sub in (0, 5):
                body.number(2)
                if body.number(2) != 6:
                    peers[peer].clear()
                continue
            body.read(18)
            if body.number(1) != 2:
                continue
            for key in body.part(body.number(2)).prefixes(False, sub >= 8):
                peers[peer].pop(key, None)
            hop, hop6, reached, gone = attributes(body.part(body.number(2)), sub >= 8)
            for key in gone:
                peers[peer].pop(key, None)
            for key in body.prefixes(False, sub >= 8):
                peers[peer][key] = hop
            for key in reached:
                peers[peer][key] = hop6
    return {peer: (numbers[peer], routes) for peer, routes in peers.items() if int(peer)}


def files():
    """(name, bytes) of every MRT file in the archives."""
    for archive in ARCHIVES:
        path = os.path.join(SHARED, archive)
        if not os.path.exists(path):
            continue
        with tarfile.open(path) as tar:
            for member in tar:
                name = os.path.basename(member.name)
                if not member.isfile() or "." in name and not name.endswith(".gz") or name.startswith("_"):
                    continue
                data = tar.extractfile(member).read()
                yield name, gzip.decompress(data) if name.endswith(".gz") else data


def snapshot(data, peer, number):
    """One router with that neighbour; whatever next hop is reached through it."""
    six = peer.version == 6
    own = type(peer)(int(peer) ^ 1)
    text = ["frr version 8.5", "frr defaults traditional", "hostname edge", "!", "interface eth0",
            f" {'ipv6' if six else 'ip'} address {own}/{127 if six else 31}",
            " ip address 100.127.255.1/30", " ipv6 address 3fff:ffff::1/64", "!",
            "ip route 0.0.0.0/1 100.127.255.2", "ip route 128.0.0.0/1 100.127.255.2",
            "ipv6 route ::/1 3fff:ffff::2", "ipv6 route 8000::/1 3fff:ffff::2", "!",
            "router bgp 4199999999", " bgp router-id 100.127.255.1", " no bgp ebgp-requires-policy",
            f" neighbor {peer} remote-as {number}", f" neighbor {peer} ebgp-multihop 255",
            " address-family ipv4 unicast", f"  neighbor {peer} activate", " exit-address-family",
            " address-family ipv6 unicast", f"  neighbor {peer} activate", " exit-address-family", "!", ""]
    inventory = f"inventory: 1\nannouncements:\n  feed: {{to: edge, from: \"{peer}\", mrt: feed.mrt, after-import: true}}\n"
    return {"configs/edge.cfg": "\n".join(text), "inventory.yaml": inventory, "feed.mrt": data}


class RealFiles(unittest.TestCase):
    def test_every_peer(self):
        compared = 0
        for name, data in files():
            try:
                peers = decode(data)
            except (EOFError, ValueError, IndexError):
                print(f"{name}: not marked as having path identifiers, left out")
                continue
            largest = sorted(peers, key=lambda peer: (-len(peers[peer][1]), peer.packed))[:PEERS_MAX]
            for peer in largest:
                number, routes = peers[peer]
                if not routes:
                    continue
                with self.subTest(file=name, peer=str(peer)), program.Overlay(snapshot(data, peer, number)) as folder:
                    done = PROGRAM.run("routes", folder, "-f", "jsonl")
                    self.assertEqual(done.returncode, 0, done.stderr[:2000])
                    rows = [json.loads(line) for line in done.stdout.splitlines()]
                    computed = {row["prefix"]: row["next_hop_ip"] for row in rows if row["protocol"] in ("ebgp", "ibgp")}
                    expected = {str(prefix): str(hop) for (prefix, _), hop in routes.items()}
                    others = {row["prefix"] for row in rows} - set(computed)
                    self.assertEqual({p: h for p, h in computed.items()}, {p: h for p, h in expected.items() if p not in others})
                    compared += len(expected)
        print(f"MRT: {compared} routes of real files are the same")
        self.assertGreater(compared, 0)


if __name__ == "__main__":
    if not any(os.path.exists(os.path.join(SHARED, archive)) for archive in ARCHIVES):
        print("SKIPPED: real MRT files (RF_SHARED_DIR is not set and there is no ../shared)")
        sys.exit(77)
    program.main(__name__)
