"""Best paths of daemons that choose but do not forward, against `ringfence routes`; the sessions that stand, against
`ringfence sessions`; whole and with links down.

A row is how a route was learned, its MED and its BGP next hop. Own routes compare with the static or connected rows that
our table has in their place.
"""

import json
import random
import shutil
import signal
import subprocess
import tempfile
import time

import compare
import netns
import rib_networks
import same_text
import suite

PATIENCE = (0.7, same_text.HOLD_S + 3.0, netns.TABLE_LIMIT_S)  # a link that fails is noticed by the hold time alone
SESSION_LIMIT_S = 60.0
HASTEN_S = 3.0
OWN = compare.Row("own", 0, 0, frozenset())


class Lab(netns.Lab):
    """Namespaces whose daemons stay children of the run; their files live in one folder of it."""

    def __init__(self, tag, daemon):
        self.folder, self.running = tempfile.mkdtemp(prefix=f"ringfence-{daemon}-"), []
        super().__init__(tag, (daemon,))

    def path(self, space, what):
        return f"{self.folder}/{space}.{what}"

    def spawn(self, space, argv):
        with open(self.path(space, "log"), "w", encoding="ascii") as log:
            self.running.append(subprocess.Popen(["ip", "netns", "exec", space, *argv], stdin=subprocess.DEVNULL,
                                                 stdout=log, stderr=log))

    def wait_for(self, name, ask):
        """Until `ask(name)` does not raise."""
        limit = time.monotonic() + netns.SOCKET_LIMIT_S
        while True:
            try:
                return ask(name)
            except RuntimeError as error:
                if time.monotonic() > limit:
                    raise RuntimeError(f"{name}: the daemon does not answer") from error
            time.sleep(0.2)

    def stop_daemons(self):
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        for process in self.running:
            try:
                process.wait(netns.STOP_LIMIT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running = []

    def close(self):
        super().close()
        shutil.rmtree(self.folder, ignore_errors=True)


def path(source, med, next_hop):
    return compare.Row(source, 0, med, frozenset({(next_hop, "")}))


def our_paths(text, originated):
    """(rows, keys of rows that hang on the order of events). `originated`: node -> {family: prefixes}."""
    found, shaky = {}, set()
    for line in text.splitlines():
        entry = json.loads(line)
        key = entry["node"], entry["prefix"]
        if entry["protocol"] in ("ebgp", "ibgp"):
            if key in found:
                raise ValueError(f"{key}: two rows")
            found[key] = path(entry["protocol"], entry["metric"], entry["next_hop_ip"])
        elif any(key[1] in own for own in originated[key[0]].values()) and entry["protocol"] != "local":
            found[key] = OWN
        if entry.get("ambiguous"):
            shaky.add(key)
    return found, compare.with_absent(shaky, found, originated)


def our_sessions(text):
    """(node, address of the other end) of what stands."""
    found = set()
    for line in text.splitlines():
        entry = json.loads(line)
        if entry["protocol"] == "bgp" and entry["state"] == "up":
            one, other = entry["ends"]
            found |= {(one["device"], other["address"]), (other["device"], one["address"])}
    return found


def ask_sessions(program, snapshot, failure):
    argv = [program, "sessions", snapshot, "-f", "jsonl"] + (["--fail", failure] if failure else [])
    done = subprocess.run(argv, capture_output=True, text=True, timeout=suite.PROGRAM_LIMIT_S, check=True)
    return our_sessions(done.stdout)


def session_differences(tables, ours):
    theirs = {(name, peer) for name, shown in tables.items() for peer in shown["up"]}
    return [f"{name}: session with {peer}: {'up' if (name, peer) in theirs else 'down'} on the router, not so in ringfence"
            for name, peer in sorted(theirs ^ ours)]


class Case:
    """One network on daemons of the module `daemon`: Lab, text and table."""

    def __init__(self, daemon, seed, program, folder, outcome):
        self.daemon, self.seed, self.program, self.folder, self.outcome = daemon, seed, program, folder, outcome
        self.built = rib_networks.generate(seed, **daemon.TRAITS)
        self.net = self.built.net
        outcome.features += sorted(self.net.features)
        same_text.write_snapshot(self.net, f"{folder}/snapshot")

    def populate(self, lab):
        for router in self.net.routers.values():
            lab.add_router(router.name, self.daemon.text(self.built, router), router.loopbacks)
        for left, left_if, right, right_if in self.net.links:
            lab.wire(left, f"p{left_if}", right, f"p{right_if}")
        for router in self.net.routers.values():
            for port in router.ports:
                for address in port.addresses:
                    lab.address(router.name, f"p{port.index}", address)
                lab.link_up(router.name, f"p{port.index}")
        for name in self.net.routers:
            self.enter_statics(lab, name)

    def enter_statics(self, lab, name):
        """The kernel forgets them with their link. What is dropped need not be told."""
        for line in self.net.routers[name].statics:
            word, _, prefix, via = line.split()
            if via != "blackhole":
                netns.run(["ip", "-6" if word == "ipv6" else "-4", "-n", lab.space(name), "route", "replace", prefix, "via", via])

    def wait_for_sessions(self, lab):
        wanted = {name: sorted(s.peer for s in self.built.speakers[name].sessions) for name in self.net.routers}
        begin, hastened = time.monotonic(), 0.0
        while True:
            missing = {name: set(peers) - set(lab.sessions(name)) for name, peers in wanted.items()}
            if not any(missing.values()):
                return
            now = time.monotonic()
            if now - begin > SESSION_LIMIT_S:
                raise RuntimeError(f"sessions do not come up: {missing}")
            if now - hastened > HASTEN_S:
                hastened = now
                for name, peers in missing.items():
                    for peer in peers:
                        lab.hasten(name, peer)
            time.sleep(0.5)

    def look(self, lab, label, failure):
        """Tables that differ get time to become others, as a busy machine may need."""
        answers = self.answers(failure) if self.program else None
        begin, found, doubtful = time.monotonic(), [], 0
        while True:
            tables, restless = suite.settled(lab.tables, self.daemon.table, PATIENCE)
            if answers:
                found, doubtful = self.compared(tables, restless, *answers)
            if not found or time.monotonic() - begin > same_text.SECOND_LOOK_S:
                break
        self.outcome.times.append(time.monotonic() - begin)
        with open(f"{self.folder}/{label}.json", "w", encoding="ascii") as out:
            json.dump(tables, out, indent=1)
        theirs = self.daemon.table(tables)
        self.outcome.routes += len(theirs)
        self.outcome.open += doubtful
        self.outcome.lines += [f"{failure or 'no failure'}: {line}" for line in found]
        return theirs

    def answers(self, failure):
        """(rows, keys of rows in doubt, whether routing comes to rest, sessions) of ringfence."""
        snapshot = f"{self.folder}/snapshot"
        lines, comes_to_rest, possible = suite.ask(self.program, snapshot, failure)
        rows, shaky = our_paths(lines, self.built.originated)
        return rows, shaky | {(node, prefix) for node, _, prefix in possible}, comes_to_rest, ask_sessions(self.program, snapshot, failure)

    def compared(self, tables, restless, ours, shaky, comes_to_rest, sessions):
        """(differences, how many more hang on the order of events)."""
        differ = compare.keyed_differences(self.daemon.table(tables), ours)
        sure = [(key, line) for key, line in differ if comes_to_rest and key not in shaky]
        found = session_differences(tables, sessions) + [line for key, line in sure if key not in restless]
        found += [f"{name} {prefix}: does not come to rest" for name, prefix in sorted(restless - shaky)] * comes_to_rest
        return found, len(differ) - len(sure)

    def fail(self, lab, link, number):
        left, left_if, right, right_if = link
        ends = ((left, f"p{left_if}"), (right, f"p{right_if}"))
        for end in ends:
            lab.link_down(*end)
        self.look(lab, f"failure{number}", same_text.failure_text(link))
        for end in ends:
            lab.link_up(*end)
        for name, _ in ends:
            self.enter_statics(lab, name)
        self.wait_for_sessions(lab)

    def run(self):
        links = rib_networks.breakable(self.built)
        links = random.Random(self.seed).sample(links, min(suite.FAILURES, len(links)))
        with self.daemon.Lab(f"s{self.seed}") as lab:
            self.populate(lab)
            lab.start()
            self.wait_for_sessions(lab)
            before = self.look(lab, "base", None)
            for number, link in enumerate(links):
                self.fail(lab, link, number)
            if links and not self.program:
                after = self.look(lab, "repaired", None)
                self.outcome.lines += [f"after repair: {line}" for line in compare.differences(before, after)]
