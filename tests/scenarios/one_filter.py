#!/usr/bin/env python3
"""One filter written for many systems accepts the same routes from every text.

The filters are those of a public guide to BGP filtering, whose pages hold each filter once per system. The pages lie
beside the project ($RF_SHARED_DIR, or ../shared: data/bgpfilterguide-multivendor.tar.xz); without them the test is skipped
aloud (exit 77). For each page a network is made: a router that announces probes, and around it one router per system with
the page's own text, wrapped in what the text leaves to its reader (the session, the place of the filter, what is accepted
otherwise). Then the routing tables are compared with each other and with what the page says in prose.
"""

import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile

from labs import SKIPPED, shared_folder

LIMIT_S = 60
SENDER_AS = 3000
TRANSIT = (174, 701, 1299, 2914, 3257, 3320, 3356, 3491, 4134, 5511, 6453, 6461, 6762, 6830, 7018)

# A probe: prefix, numbers behind the sender's in its path.
PATHS = ([], [3216], [23456], [64496], [64511], [65536], [65551], [64512], [65534], [4200000000], [4294967294], [65535],
         [4294967295], [65552], [131071], [131072], [64495], [1299], [3216, 1299], [7018, 3216], [12990], [11299])


def bogon_asn(number):
    """Private, documentation, reserved."""
    return number == 23456 or 64496 <= number <= 131071 or number >= 4200000000


def by_path(rejects):
    """A probe per path; the expected ones are those without a rejected path."""
    probes = {f"185.{i}.0.0/24": path for i, path in enumerate(PATHS, 1)}
    return probes, {prefix for prefix, path in probes.items() if not rejects(path)}


def by_prefix(accepted, rejected):
    """Probes without a path of their own."""
    return {prefix: [] for prefix in accepted + rejected}, set(accepted)


def long_path():
    """The sender's own number counts."""
    probes = {"185.1.0.0/24": [7] * 98, "185.2.0.0/24": [7] * 99, "185.3.0.0/24": [7] * 100, "185.4.0.0/24": []}
    return probes, {"185.1.0.0/24", "185.4.0.0/24"}


PAGES = {
    "bogon_asns": by_path(lambda path: any(map(bogon_asn, path))),
    "no_transit_leaks": by_path(lambda path: any(number in TRANSIT for number in path)),
    "long_paths": long_path(),
    "bogon_prefixes": by_prefix(
        ["185.1.0.0/24", "11.0.0.0/8", "100.128.0.0/10", "172.32.0.0/12", "192.0.3.0/24", "198.20.0.0/15", "223.0.0.0/8"],
        ["10.0.0.0/8", "10.1.2.0/24", "100.64.0.0/10", "100.127.255.0/24", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
         "172.31.1.0/24", "192.0.2.0/24", "192.0.2.128/25", "192.88.99.0/24", "192.168.7.0/24", "198.18.0.0/15",
         "198.51.100.0/24", "203.0.113.0/24"]),
    "small_prefixes": by_prefix(["185.1.0.0/24", "185.2.0.0/16", "11.0.0.0/8"],
                                ["185.3.0.0/25", "185.4.0.0/32", "185.5.0.128/26"]),
    "no_ixp_leaks": by_prefix(["185.1.0.0/24", "80.249.216.0/21", "193.239.120.0/22"],
                              ["80.249.208.0/21", "80.249.215.0/24", "193.239.116.0/22", "193.239.119.128/25"]),
}


# Texts of the guide that do something else than their page says, as the devices would: what they accept or reject as well.
OTHERWISE = {
    # The pattern asks for a blank behind the number: paths that end with it pass.
    ("no_transit_leaks", "xr"): {"185.18.0.0/24", "185.19.0.0/24"},
}


def sections(page):
    """Code of a page by the heading above it; several blocks under one heading are joined."""
    code, heading, inside = {}, "", False
    for line in page.splitlines():
        if line.strip().startswith("```"):
            inside = not inside
        elif inside:
            code[heading] = code.get(heading, "") + line + "\n"
        elif line.startswith("#"):
            heading = line.lstrip("# ").strip()
    return code


def under(code, word):
    """The code whose heading begins with a word, or None."""
    return next((text for heading, text in code.items() if heading.startswith(word)), None)


def statements(text):
    """Top-level statements of a text with braces, whole: the head and what follows it."""
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    found, depth, start, quoted = [], 0, 0, False
    for i, char in enumerate(text):
        quoted ^= char == '"'
        if quoted:
            continue
        depth = max(0, depth + {"{": 1, "}": -1}.get(char, 0))
        if depth == 0 and char in ";}":
            whole = text[start:i + 1].strip()
            start = i + 1
            if whole and whole != "}":
                found.append(whole)
    return found


class Router:
    """A router of one system: its text for a page, or None where the page has none that it could read."""

    def __init__(self, name, number):
        self.name = name
        self.near = f"10.9.{number}.2"  # its own address
        self.far = f"10.9.{number}.1"   # the sender's
        self.number = 40000 + number    # of its AS


class Junos(Router):
    """Braces; policies in a chain that ends with one that accepts."""

    def text(self, code):
        """Whole configuration."""
        page = under(code, "Junos")
        if page is None:
            return None
        page = re.sub(r"term \.+", "", page)
        parts = []
        for part in statements(page):
            inner = re.match(r"policy-options\s*\{(.*)\}\s*$", part, flags=re.S)
            parts += statements(inner.group(1)) if inner else [part]
        policies = [part.split()[1] for part in parts if part.startswith("policy-statement")]
        return (f"system {{ host-name {self.name}; }}\n"
                f"interfaces {{ ge-0/0/0 {{ unit 0 {{ family inet {{ address {self.near}/30; }} }} }} }}\n"
                f"routing-options {{ autonomous-system {self.number}; router-id {self.near}; }}\n"
                f"protocols {{ bgp {{ group g {{ type external; peer-as {SENDER_AS}; "
                f"import [ {' '.join(policies)} rest ]; neighbor {self.far}; }} }} }}\n"
                "policy-options {\n" + "\n".join(parts) + "\npolicy-statement rest { then accept; }\n}\n")


class SrOs(Router):
    """The flat lines that each page offers to paste; a page that has only the older shell is skipped."""

    def text(self, code):
        """Whole configuration."""
        page = under(code, "Nokia")
        lines = [line for line in (page or "").splitlines() if line.startswith("/configure policy-options")]
        if not lines:
            return None
        return "\n".join([
            f"/configure system name {self.name}",
            "/configure port 1/1/1 admin-state enable",
            "/configure router \"Base\" interface \"i\" port 1/1/1",
            f"/configure router \"Base\" interface \"i\" ipv4 primary address {self.near} prefix-length 30",
            f"/configure router \"Base\" autonomous-system {self.number}",
            f"/configure router \"Base\" router-id {self.near}",
            "/configure router \"Base\" bgp admin-state enable",
            "/configure router \"Base\" bgp group \"g\" admin-state enable",
            f"/configure router \"Base\" bgp group \"g\" peer-as {SENDER_AS}",
            "/configure router \"Base\" bgp group \"g\" import policy [\"BGP_FILTER_IN\"]",
            f"/configure router \"Base\" bgp neighbor \"{self.far}\" group \"g\"",
            *lines,
            "/configure policy-options policy-statement \"BGP_FILTER_IN\" default-action action-type accept", ""])


def route_map_lines(page, accepts_all):
    """The page without its exclamation marks, and the last entry that accepts the rest; the name of the map."""
    name = re.search(r"route-map (\S+)", page)
    return name and name.group(1), page + accepts_all.format(name=name and name.group(1))


class Eos(Router):
    """Route maps."""

    def text(self, code):
        """Whole configuration."""
        page = under(code, "Arista")
        if page is None or "route-map" not in page:
            return None
        name, page = route_map_lines(page, "route-map {name} permit 999\n!\n")
        return (f"! device: {self.name} (vEOS-lab, EOS-4.23.0F)\n!\nhostname {self.name}\n!\nip routing\n!\n"
                f"interface Ethernet1\n   no switchport\n   ip address {self.near}/30\n!\n" + page +
                f"router bgp {self.number}\n   router-id {self.near}\n   neighbor {self.far} remote-as {SENDER_AS}\n"
                f"   neighbor {self.far} route-map {name} in\n!\nend\n")


class Frr(Router):
    """Lists whose entries deny: the rest is permitted after them, and the list is the filter itself."""

    def text(self, code):
        """Whole configuration."""
        page = under(code, "FRR")
        if page is None or "as-path" in page:  # its patterns for numbers are no ranges: another filter
            return None
        if "route-map" in page:
            name, page = route_map_lines(page, "route-map {name} permit 999\n!\n")
            use = f"route-map {name} in"
        else:
            name = re.search(r"ip prefix-list (\S+)", page).group(1)
            page += f"ip prefix-list {name} permit 0.0.0.0/0 le 32\n"
            use = f"prefix-list {name} in"
        return (f"frr version 8.4\nfrr defaults traditional\nhostname {self.name}\n!\n"
                f"interface eth0\n ip address {self.near}/30\n!\n" + page +
                f"router bgp {self.number}\n bgp router-id {self.near}\n no bgp ebgp-requires-policy\n"
                f" neighbor {self.far} remote-as {SENDER_AS}\n !\n address-family ipv4 unicast\n"
                f"  neighbor {self.far} {use}\n exit-address-family\n!\n")


class Ios(Router):
    """One page has a prefix list."""

    def text(self, code):
        """Whole configuration."""
        page = under(code, "Cisco classic IOS")
        lines = [line for line in (page or "").splitlines() if line.startswith("ip prefix-list")]
        if not lines:
            return None
        name = lines[0].split()[2]
        return (f"version 15.2\n!\nhostname {self.name}\n!\ninterface GigabitEthernet0/0\n"
                f" ip address {self.near} 255.255.255.252\n!\n"
                f"router bgp {self.number}\n bgp router-id {self.near}\n neighbor {self.far} remote-as {SENDER_AS}\n"
                f" neighbor {self.far} prefix-list {name} in\n!\n" + "\n".join(lines) + "\n!\nend\n")


class Xr(Router):
    """Sets and a route policy, whose own end is a drop: a second policy asks it first and passes the rest."""

    def text(self, code):
        """Whole configuration."""
        page = under(code, "IOS-XR")
        if page is None:
            return None
        name = re.search(r"route-policy (\S+)", page).group(1)
        page = re.sub(r"\n *else\n *\.+ *\n", "\n", page)  # "else ......": the reader's own rules
        page = page.replace("end-policy", "  pass\nend-policy")
        return (f"!! IOS XR Configuration 7.3.1\nhostname {self.name}\n!\n"
                f"interface GigabitEthernet0/0/0/0\n ipv4 address {self.near} 255.255.255.252\n!\n" + page +
                f"!\nrouter bgp {self.number}\n bgp router-id {self.near}\n address-family ipv4 unicast\n !\n"
                f" neighbor {self.far}\n  remote-as {SENDER_AS}\n  address-family ipv4 unicast\n"
                f"   route-policy {name} in\n  !\n !\n!\nend\n")


SYSTEMS = {"junos": Junos, "sros": SrOs, "eos": Eos, "frr": Frr, "ios": Ios, "xr": Xr}


def sender(probes, routers):
    """The router that announces the probes, each with its path."""
    text = ["frr version 8.4", "frr defaults traditional", "hostname sender", "!"]
    for i, router in enumerate(routers):
        text += [f"interface eth{i}", f" ip address {router.far}/30", "!"]
    for prefix in probes:
        text.append(f"ip route {prefix} Null0")
    text.append("!")
    for i, (prefix, path) in enumerate(probes.items(), 1):
        text += [f"ip prefix-list p{i} permit {prefix}", f"route-map out permit {i}", f" match ip address prefix-list p{i}"]
        if path:
            text.append(" set as-path prepend " + " ".join(map(str, path)))
        text.append("!")
    text += [f"router bgp {SENDER_AS}", " bgp router-id 192.0.2.200", " no bgp ebgp-requires-policy"]
    text += [f" neighbor {router.near} remote-as {router.number}" for router in routers]
    text += [" !", " address-family ipv4 unicast"]
    text += [f"  network {prefix}" for prefix in probes]
    text += [f"  neighbor {router.near} route-map out out" for router in routers]
    return "\n".join(text + [" exit-address-family", "!", ""])


def tables(program, configs):
    """Prefixes each node learnt by BGP."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "configs"))
        for name, text in configs.items():
            with open(os.path.join(folder, "configs", name + ".cfg"), "w", encoding="utf-8") as stream:
                stream.write(text)
        run = subprocess.run([program, "routes", folder, "-f", "jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             timeout=LIMIT_S, check=False, text=True)
        learnt = {name: set() for name in configs}
        for line in filter(None, run.stdout.splitlines()):
            route = json.loads(line)
            if route["protocol"] == "ebgp":
                learnt[route["node"]].add(route["prefix"])
        return learnt, run.stderr


def main():
    shared = shared_folder()
    archive = shared and os.path.join(shared, "data", "bgpfilterguide-multivendor.tar.xz")
    if shared is None or not os.path.isfile(archive):
        print("SKIPPED: the guide's pages are not here (RF_SHARED_DIR)")
        return SKIPPED
    with tarfile.open(archive) as pages:
        texts = {os.path.basename(member.name)[:-3]: pages.extractfile(member).read().decode()
                 for member in pages if "/guides/" in member.name and member.name.endswith(".md")}
    failed = 0
    for page, (probes, expected) in PAGES.items():
        code = sections(texts[page])
        routers = [system(name, number) for number, (name, system) in enumerate(SYSTEMS.items(), 1)]
        configs = {router.name: router.text(code) for router in routers}
        routers = [router for router in routers if configs[router.name]]
        configs = {router.name: configs[router.name] for router in routers}
        configs["sender"] = sender(probes, routers)
        learnt, errors = tables(os.environ["RINGFENCE"], configs)
        for router in routers:
            wrong = learnt[router.name] ^ expected ^ OTHERWISE.get((page, router.name), set())
            failed += bool(wrong)
            print(f"{page:18} {router.name:6} {len(learnt[router.name]):3} of {len(probes)} accepted"
                  + (f"  WRONG: {', '.join(sorted(wrong))}" if wrong else ""))
            if wrong:
                print(errors)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
