"""Random BGP networks on real FRR routers: routing tables of both families against `ringfence routes`, whole and with
links down. Routes that the program calls dependent on the order of events may come out otherwise; they are counted."""

import random
import sys

import bgp_networks
import same_text
import suite

DAEMONS = ("zebra", "staticd", "ospfd", "isisd", "bgpd")


def generate(seed):
    return bgp_networks.Builder(same_text.Network(seed), random.Random(seed)).build()


def run_case(seed, program, folder, outcome):
    same_text.Case(generate(seed), program, folder, outcome).run()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    # In 13 and 20 some policies never come to rest.
    sys.exit(suite.main(run_case, __doc__, DAEMONS, jobs=12, limit=240.0, long=(20, 13)))
