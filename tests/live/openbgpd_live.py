"""A third opinion on BGP: random networks of OpenBGPD routers, their best paths and sessions against `ringfence`."""

import sys

import best_paths
import openbgpd
import suite


def run_case(seed, program, folder, outcome):
    best_paths.Case(openbgpd, seed, program, folder, outcome).run()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(suite.main(run_case, __doc__, openbgpd.DAEMONS, jobs=4, limit=300.0))
