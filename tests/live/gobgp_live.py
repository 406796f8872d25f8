"""Another opinion on BGP: random networks of GoBGP routers, their best paths and sessions against `ringfence`."""

import sys

import best_paths
import gobgp
import suite


def run_case(seed, program, folder, outcome):
    best_paths.Case(gobgp, seed, program, folder, outcome).run()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(suite.main(run_case, __doc__, gobgp.DAEMONS, jobs=4, limit=300.0))
