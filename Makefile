# The two commands a newcomer needs are `make demo` and `make test`; `make help` lists the others.
# Every step has a time bound, so nothing here can hang.

JOBS ?= $(shell nproc)
FUZZ_SECONDS ?= 30
SNAPSHOT ?= examples/valdrea
NETWORKS ?= 10000
RINGFENCE := build/release/ringfence

.DEFAULT_GOAL := help
.PHONY: help demo docs test build format format-check tidy fuzz bench growth nightly live web coverage install-deps clean

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

demo: ## Install what is missing, build, and check the reference scenario
	@tools/install_deps.sh build
	@$(MAKE) --no-print-directory $(RINGFENCE)
	@tools/demo.sh $(RINGFENCE) $(SNAPSHOT)

test: ## Every test under sanitizers, the fuzzers, and live routers where possible (about 20 minutes)
	@tools/install_deps.sh test
	@JOBS=$(JOBS) FUZZ_SECONDS=$(FUZZ_SECONDS) tools/run_tests.sh

build: ## The release program, build/release/ringfence
	@tools/install_deps.sh build
	@$(MAKE) --no-print-directory $(RINGFENCE)

.PHONY: $(RINGFENCE)
$(RINGFENCE):
	@timeout 120 cmake --preset release --log-level=WARNING
	@timeout 1200 cmake --build --preset release --target ringfence -j $(JOBS)

format: ## Format all C++ files in place
	@tools/format.sh

format-check: ## Fail when a C++ file is not formatted
	@tools/format.sh --check

tidy: ## clang-tidy over everything (slow) or over FILES="..."
	@timeout 120 cmake --preset clang --log-level=WARNING
	@timeout 3600 run-clang-tidy-19 -quiet -p build/clang -j $(JOBS) $(if $(FILES),$(FILES),'src/.*\.cc$$|apps/.*\.cc$$')

fuzz: ## The fuzzers alone, FUZZ_SECONDS each (default 30)
	@tools/install_deps.sh test
	@timeout 120 cmake --preset fuzz -DRF_FUZZ_SECONDS=$(FUZZ_SECONDS) -DRF_FUZZ_SEED=0 --log-level=WARNING
	@timeout 1200 cmake --build --preset fuzz --target rf_all_fuzzers -j $(JOBS)
	@RF_FUZZ_IDENTITY=1 ctest --test-dir build/fuzz -L fuzz -j $(JOBS) --output-on-failure

bench: ## Time, memory and instructions of checks, fabrics, wide-area networks and updates; appends to bench/history.jsonl
	@$(MAKE) --no-print-directory $(RINGFENCE)
	@timeout 1200 cmake --build --preset release --target rf_read_snapshots rf_update_rules -j $(JOBS)
	@timeout 600 python3 tools/bench.py --program $(RINGFENCE) --snapshot $(SNAPSHOT) --instructions --record
	@timeout 600 python3 tools/bench.py --program $(RINGFENCE) --tables build/release/rf_read_snapshots --instructions --record
	@timeout 600 python3 tools/bench.py --updates build/release/rf_update_rules --instructions --record
	@timeout 600 python3 tools/bench.py --program $(RINGFENCE) --fabrics --pods 8,12,16,20 --record
	@timeout 600 python3 tools/bench.py --program $(RINGFENCE) --wide --record
	@timeout 600 python3 tools/bench.py --program $(RINGFENCE) --lists --instructions --record

growth: ## How time and memory of checks grow with routers, flows, failures and routes; appends to bench/history.jsonl
	@$(MAKE) --no-print-directory $(RINGFENCE)
	@timeout 3600 python3 tools/bench.py --program $(RINGFENCE) --growth --record

nightly: ## The search over failures against each set from nothing on NETWORKS random networks (default 10000)
	@tools/install_deps.sh test
	@timeout 120 cmake --preset release -B build/nightly -DRF_TESTS=ON --log-level=WARNING
	@timeout 3600 cmake --build build/nightly --target rf_exposure_test -j $(JOBS)
	@RINGFENCE_TWIN_SEEDS=$(NETWORKS) timeout 28800 build/nightly/rf_exposure_test --gtest_filter='MixedTwin.*:SearchTwin.*'

live: ## Routing tables and packet paths against real FRR, BIRD, OpenBGPD and GoBGP routers (needs root)
	@tools/install_deps.sh live
	@$(MAKE) --no-print-directory $(RINGFENCE)
	@timeout 900 env RINGFENCE=$(CURDIR)/$(RINGFENCE) python3 tests/live/ospf_live.py
	@timeout 600 env RINGFENCE=$(CURDIR)/$(RINGFENCE) python3 tests/live/packets_live.py
	@status=0; for suite in bgp isis redistribution rip ospf6 bird openbgpd gobgp l3vpn; do \
	  timeout 600 env RINGFENCE=$(CURDIR)/$(RINGFENCE) python3 tests/live/$${suite}_live.py || status=1; done; exit $$status

web: ## Build the page of the HTML report anew and try it in a browser (Node 20.19 or newer, npm, Chromium)
	@tools/install_deps.sh web
	@$(MAKE) --no-print-directory $(RINGFENCE)
	@cd web && timeout 300 npm ci --ignore-scripts --no-audit --no-fund && timeout 120 npm run check && timeout 120 npm run build
	@$(MAKE) --no-print-directory $(RINGFENCE)
	@timeout 600 env RINGFENCE=$(CURDIR)/$(RINGFENCE) python3 -B tests/web/report.py

docs: ## Build the docs site, build/docs/site/index.html (needs mkdocs-material)
	@tools/install_deps.sh docs
	@$(MAKE) --no-print-directory $(RINGFENCE)
	@timeout 60 python3 -B tools/docs_site.py $(RINGFENCE) build/docs
	@cd build/docs && timeout 120 mkdocs build --quiet --strict
	@echo "build/docs/site/index.html"

coverage: ## Tests with line coverage; report in build/coverage/report
	@timeout 120 cmake --preset coverage --log-level=WARNING
	@timeout 2400 cmake --build --preset coverage -j $(JOBS)
	@timeout 1200 ctest --preset coverage -j $(JOBS)
	@mkdir -p build/coverage/report
	@gcovr --root . --filter 'src/' --exclude '.*_(test|fuzz|bench)\.cc' --object-directory build/coverage \
	  --html-details build/coverage/report/index.html --print-summary

install-deps: ## Install the packages for building and testing (Debian 12)
	@tools/install_deps.sh test

clean: ## Remove the build folders
	@rm -rf build/release build/asan-ubsan build/fuzz build/clang build/coverage build/bench build/nightly
