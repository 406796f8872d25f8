"""Random OSPF networks on real FRR routers: their routing tables against `ringfence routes`, whole and with links down."""

import json
import random
import sys

import compare
import netns
import suite
import topologies


class Case:
    """One topology, run in the calling process."""

    def __init__(self, seed, program, folder, outcome):
        self.net = topologies.generate(seed)
        self.program, self.folder, self.outcome = program, folder, outcome
        outcome.features = self.net.features()
        topologies.write_snapshot(self.net, f"{folder}/snapshot")

    def check(self, label, tables, failure):
        with open(f"{self.folder}/{label}.json", "w", encoding="ascii") as out:
            json.dump(tables, out, indent=1, sort_keys=True)
        theirs = compare.frr_table(tables)
        self.outcome.routes += len(theirs)
        if self.program:
            ours = compare.our_table(suite.ask(self.program, f"{self.folder}/snapshot", failure)[0])
            found = compare.differences(theirs, ours)
            self.outcome.lines += [f"{failure or 'no failure'}: {line}" for line in found]
        return theirs

    def settle(self, lab, down=None):
        tables, seconds = lab.settle(topologies.adjacencies(self.net, down))
        self.outcome.times.append(seconds)
        return tables

    def run(self):
        with netns.Lab(f"s{self.net.seed}") as lab:
            topologies.populate(self.net, lab)
            lab.start()
            before = self.check("base", self.settle(lab), None)
            links = topologies.breakable(self.net)
            links = random.Random(self.net.seed).sample(links, min(suite.FAILURES, len(links)))
            for number, link in enumerate(links):
                lab.link_down(link.left, f"p{link.left_if}")
                self.check(f"failure{number}", self.settle(lab, link), topologies.failure(link))
                lab.link_up(link.left, f"p{link.left_if}")
            if links and not self.program:  # the routers must come back to where they were, or history decides
                after = compare.frr_table(self.settle(lab))
                self.outcome.lines += [f"after repair: {line}" for line in compare.differences(before, after)]


def run_case(seed, program, folder, outcome):
    Case(seed, program, folder, outcome).run()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(suite.main(run_case, __doc__, netns.DAEMONS, jobs=10))
