"""A second opinion: random OSPF and BGP networks on routers that run BIRD 2, `show route` and the kernel's table
against `ringfence routes`, whole and with links down."""

import dataclasses
import json
import random
import sys
import time

import bird
import bird_bgp
import bird_ospf
import compare
import netns
import same_text
import suite
import topologies

PATIENCE = (0.7, 8.0, netns.TABLE_LIMIT_S)  # BIRD waits 5 s before it announces an LSA again


class Case:
    """One network on BIRD. `links`: what may fail, as (name of `--fail`, its two ends)."""

    def __init__(self, name, seed, links, program, folder, outcome):
        self.name, self.seed, self.links = name, seed, links
        self.program, self.folder, self.outcome = program, f"{folder}/{name}", outcome

    def populate(self, lab):
        raise NotImplementedError

    def compared(self, tables, failure):
        """(BIRD's rows, pairs of key and line that differ, keys of rows that hang on the order of events)."""
        raise NotImplementedError

    def look(self, lab, label, failure):
        begin = time.monotonic()
        tables = netns.quiet(lab.tables, *PATIENCE)
        self.outcome.times.append(time.monotonic() - begin)
        with open(f"{self.folder}/{label}.json", "w", encoding="ascii") as out:
            json.dump(tables, out, indent=1)
        theirs, found, shaky = self.compared(tables, failure)
        self.outcome.routes += len(theirs)
        self.outcome.open += sum(key in shaky for key, _ in found)
        lines = [line for key, line in found if key not in shaky] + bird.kernel_differences(tables)
        self.outcome.lines += [f"{self.name}, {failure or 'no failure'}: {line}" for line in lines]
        return theirs

    def run(self):
        with bird.Lab(f"{self.name[0]}{self.seed}") as lab:
            self.populate(lab)
            lab.start()
            before = self.look(lab, "base", None)
            links = random.Random(self.seed).sample(self.links, min(suite.FAILURES, len(self.links)))
            for number, (failure, ends) in enumerate(links):
                for end in ends:  # a port without carrier announces its address as a host
                    lab.link_down(*end)
                self.look(lab, f"failure{number}", failure)
                for end in ends:
                    lab.link_up(*end)
            if links and not self.program:
                after = self.look(lab, "repaired", None)
                self.outcome.lines += [f"after repair: {line}" for line in compare.differences(before, after)]


class Ospf(Case):
    def __init__(self, seed, program, folder, outcome):
        self.net = bird_ospf.generate(seed)
        links = [(topologies.failure(k), ((k.left, f"p{k.left_if}"), (k.right, f"p{k.right_if}")))
                 for k in bird_ospf.breakable(self.net)]
        super().__init__("ospf", seed, links, program, folder, outcome)
        outcome.features += self.net.features()
        topologies.write_snapshot(self.net, f"{self.folder}/snapshot")

    def populate(self, lab):
        topologies.populate(self.net, lab, bird_ospf.text)

    def compared(self, tables, failure):
        theirs = bird.table(tables, compare.ios_name)
        if not self.program:
            return theirs, [], set()
        ours = compare.our_table(suite.ask(self.program, f"{self.folder}/snapshot", failure)[0])
        return theirs, compare.keyed_differences(theirs, ours), set()


class Bgp(Case):
    def __init__(self, seed, program, folder, outcome):
        self.built, self.book = bird_bgp.generate(seed), {}
        self.net = self.built.net
        links = [(f"link:{a}[p{i}]-{b}[p{j}]", ((a, f"p{i}"), (b, f"p{j}"))) for a, i, b, j in self.net.links]
        super().__init__("bgp", seed, links, program, folder, outcome)
        outcome.features += sorted(self.net.features)
        same_text.write_snapshot(self.net, f"{self.folder}/snapshot")

    def populate(self, lab):
        for router in self.net.routers.values():
            lab.add_router(router.name, bird_bgp.text(self.built, router), router.loopbacks)
        for left, left_if, right, right_if in self.net.links:
            lab.wire(left, f"p{left_if}", right, f"p{right_if}")
        for router in self.net.routers.values():
            for port in router.ports:
                for address in port.addresses:
                    lab.address(router.name, f"p{port.index}", address)
                lab.link_up(router.name, f"p{port.index}")
        self.book = same_text.owners(lab, self.net)

    def compared(self, tables, failure):
        theirs = {key: dataclasses.replace(row, hops=frozenset((same_text.owner_name(self.book, ip), name) for ip, name in row.hops))
                  for key, row in bird.table(tables, str).items()}
        if not self.program:
            return theirs, [], set()
        ours, shaky = same_text.our_rows(suite.ask(self.program, f"{self.folder}/snapshot", failure)[0], self.book)
        ours = {key: row for key, row in ours.items() if row.protocol != "ospf" or row.hops != {("", "lo")}}  # as `local`
        return theirs, compare.keyed_differences(theirs, ours), shaky


def run_case(seed, program, folder, outcome):
    for kind in (Ospf, Bgp):
        kind(seed, program, folder, outcome).run()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(suite.main(run_case, __doc__, bird.DAEMONS, jobs=4, limit=300.0))
