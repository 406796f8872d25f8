"""Routers that run OpenBGPD, and the texts they load.

On Linux bgpd has no part in the kernel's table: it says of every next hop that it is valid and near. What it chooses is in
`bgpctl show rib`. Every bgpd gets a /run of its own: it wants to lock itself into a folder there.
"""

import json
import os

import best_paths
import netns
import same_text

DAEMONS = ("bgpd", "bgpctl")
TRAITS = {"marks_external": True}  # of rib_networks.generate
OWN_WEIGHT = 100  # own routes before those of neighbours when all of RFC 4271 is equal
SOCKET = "@SOCKET@"  # in a text, until the run's folder is known
SOURCES = {"external": "ebgp", "internal": "ibgp"}


class Lab(best_paths.Lab):
    """Namespaces whose routers are OpenBGPD daemons."""

    def __init__(self, tag):
        super().__init__(tag, "openbgpd")

    def write_configuration(self, space, configuration):
        path = self.path(space, "conf")
        with open(path, "w", encoding="ascii") as out:
            out.write(configuration.replace(SOCKET, self.path(space, "ctl")))
        os.chmod(path, 0o600)  # else bgpd refuses it

    def start(self):
        for name in self.routers:
            space = self.space(name)
            netns.run(["bgpd", "-n", "-f", self.path(space, "conf")])
            self.spawn(space, ["sh", "-c", 'mount -t tmpfs none /run && mkdir /run/openbgpd && exec bgpd -d -f "$0"',
                               self.path(space, "conf")])
        for name in self.routers:
            self.wait_for(name, self.ready)

    def ready(self, name):
        """Raises until the router knows its own routes. What a reflector learns before is never marked as reflected; therefore
        sessions are down in the texts and `hasten` lets them come up."""
        if not paths(self.bgpctl(name, "-j", "show", "rib")):
            raise RuntimeError(f"{name}: no own routes yet")

    def bgpctl(self, name, *words):
        return netns.run(["bgpctl", "-s", self.path(self.space(name), "ctl"), *words])

    def tables(self):
        """Per router: all paths, and the neighbours whose sessions stand."""
        return {name: {"paths": paths(self.bgpctl(name, "-j", "show", "rib")), "up": self.sessions(name)} for name in self.routers}

    def sessions(self, name):
        shown = json.loads(self.bgpctl(name, "-j", "show", "neighbor")).get("neighbors", [])
        return sorted(one["remote_addr"] for one in shown if one["state"] == "Established")

    def hasten(self, name, neighbor):
        """Lets a session come up, without the half minute that bgpd waits after a lost one."""
        self.bgpctl(name, "neighbor", neighbor, "up")


def paths(text):
    """`bgpctl -j show rib` without members that count time."""
    return [{k: v for k, v in row.items() if not k.startswith("last_update")} for row in json.loads(text).get("rib", [])]


def table(tables):
    """(node, prefix) -> Row of the best paths. Unknown sources raise."""
    found = {}
    for node, shown in tables.items():
        for row in shown["paths"]:
            if not row.get("best"):
                continue
            own = row["neighbor"].get("description") == "LOCAL"
            if (node, row["prefix"]) in found:
                raise ValueError(f"{node} {row['prefix']}: two best paths")
            found[node, row["prefix"]] = best_paths.OWN if own else best_paths.path(SOURCES[row["source"]], row["metric"],
                                                                                   row["exit_nexthop"])
    return found


# --- texts -----------------------------------------------------------------------------------------------------


def settings(setting, way=None):
    """The words inside `set { }`."""
    words = [f"localpref {setting.local_preference}"] * (setting.local_preference is not None)
    words += [f"metric {setting.med}"] * (setting.med is not None)
    words += [f"prepend-{'neighbor' if way == 'from' else 'self'} {setting.prepend}"] * bool(setting.prepend)
    words += [f"community {one.upper().replace('-', '_')}" for one in setting.communities]
    return words + [f"large-community {one}" for one in setting.large]


def braces(words):
    return f" set {{ {', '.join(words)} }}" if words else ""


def prefix_text(prefix, shortest, longest):
    return prefix if shortest == longest == int(prefix.split("/")[1]) else f"{prefix} prefixlen {shortest} - {longest}"


def rule(way, peer, term):
    words = [f"{'deny' if term.deny else 'allow'} quick {way} {peer}"]
    if term.prefixes:
        words.append(f"prefix {{ {', '.join(prefix_text(*one) for one in term.prefixes)} }}")
    if term.path:
        words.append(f"{ {'any': 'AS', 'first': 'peer-as', 'last': 'source-as'}[term.path[0]]} {term.path[1]}".strip())
    words += [f"community {term.community}"] * bool(term.community)
    words += [f"large-community {term.large}"] * bool(term.large)
    return " ".join(words) + braces(settings(term.setting, way))


def filters(session, speaker):
    """What FRR does without being told: a MED from elsewhere does not go to another AS."""
    peer, lines = session.peer, []
    if session.external:
        lines += [f"match from {peer} set localpref {speaker.local_preference}", f"match to {peer} set metric 0"]
        lines += [f"match to {peer} prefix {prefix} set metric {setting.med}"
                  for prefix, setting in speaker.own[session.family] if setting.med is not None]
    lines += [f"match to {peer} set nexthop self"] * session.next_hop_self
    lines += [rule("from", peer, term) for term in session.inbound] + [f"allow quick from {peer}"]
    return lines + [rule("to", peer, term) for term in session.outbound] + [f"allow quick to {peer}"]


def neighbor(session, speaker):
    other = "IPv4" if session.family == 6 else "IPv6"
    lines = [f"neighbor {session.peer} {{", f"  remote-as {session.remote}", f"  local-address {session.local}", "  down",
             f"  announce IPv{session.family} unicast", f"  announce {other} none"]
    lines += [f"  multihop {session.hops}"] * bool(session.hops and session.external)
    lines += [f"  route-reflector{' ' + speaker.cluster if speaker.cluster else ''}"] * session.client
    return lines + ["}"]


def text(built, router):
    speaker, number = built.speakers[router.name], built.group_of(router.name).identity
    lines = [f"AS {number}", f"router-id {router.ipv4}", f'socket "{SOCKET}"', "fib-update no", "connect-retry 1",
             f"holdtime {same_text.HOLD_S}", "holdtime min 3", f"rde med compare {'always' if speaker.always_med else 'strict'}",
             "rde route-age ignore", "rde evaluate default"]
    lines += [f"listen on {session.local}" for session in speaker.sessions]
    lines = list(dict.fromkeys(lines))
    for family in (4, 6):
        lines += [f"network {prefix}{braces([*settings(setting), f'weight {OWN_WEIGHT}'])}" for prefix, setting in speaker.own[family]]
    for session in speaker.sessions:
        lines += neighbor(session, speaker)
    for session in speaker.sessions:
        lines += filters(session, speaker)
    return "\n".join(lines + [""])
