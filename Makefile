# A thin alias over the CMake presets. `make help` lists what there is.
#
#   JOBS=n          compile that many files at a time (default: one a processor)
#   CMAKE_ARGS=...  options for cmake, kept until others are given
#   INSTALL=0       install nothing; say what is missing
#   BASE=commit     what `make check-perf` compares with (default: where origin/main parts, or else the
#                   commit before); COUNT=1 counts all instructions, too
#   PERF_ARGS=...   options for `make perf`, such as --quick or --peers (build/release/perf/bellcurve-perf --help)
#   PREFIX=dir      where `make install` puts things (default: /usr/local)
#   FUZZ_SECONDS=n  how long `make fuzz` runs each fuzzer (default: 4, a minute in all)
#   PYTHON=path     the interpreter that `make python` builds for (default: /usr/bin/python3)
JOBS ?= $(shell nproc 2>/dev/null || echo 1)
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 4
CMAKE_ARGS ?= $(shell sed -n 1p build/release/.configured 2>/dev/null)
export CMAKE_ARGS INSTALL PYTHON
MAKEFLAGS += --no-print-directory

sources = git ls-files '*.cpp' '*.hpp' '*.h'
build = cmake --build --preset
parallel = --parallel $(JOBS)

.DEFAULT_GOAL := help
.PHONY: help run test nightly perf check-perf figures python sanitize sanitize-threads fuzz lint check-format format docs pictures install clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1 - /p' Makefile

run: ## the main job: a heat map, a filtered photograph, then RBF matrices, checked and timed; ends with a table
	@scripts/prerequisites.sh run
	@scripts/check-memory.sh 2048
	@scripts/configure.sh release TOOLS
	@$(build) release $(parallel) --target bellcurve-run --target bellcurve_command
	@mkdir -p build/run
	@build/release/tools/bellcurve heatmap examples/two-gaussians.json --size 1000 \
	  --extent=-3,3,-3,3 -o build/run/two-gaussians.png
	@echo "heat map of two Gaussians: build/run/two-gaussians.png"
	@build/release/tools/bellcurve filter data/china.png --sigma 4 -o build/run/china-sigma-4.png
	@echo "filtered photograph: build/run/china-sigma-4.png"
	@# The figures are about the BLAS as it is, not about what happens to be set here.
	@env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE build/release/perf/bellcurve-run

test: ## every test, under every instruction set this machine has
	@scripts/prerequisites.sh test
	@scripts/configure.sh release TESTS TOOLS
	@$(build) release $(parallel)
	@ctest --preset release

nightly: ## the tests that take too long for every commit
	@scripts/prerequisites.sh nightly
	@scripts/configure.sh release TESTS TOOLS
	@$(build) release $(parallel)
	@ctest --preset nightly

perf: ## how fast every operation is here, in percent of what this machine can do; a report to look at
	@scripts/prerequisites.sh perf
	@scripts/configure.sh release PERF
	@$(build) release $(parallel) --target bellcurve-perf
	@mkdir -p build/perf
	@# As in `run`.
	@env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE build/release/perf/bellcurve-perf \
	  --text build/perf/perf.txt --json build/perf/perf.json --html build/perf/perf.html $(PERF_ARGS)

check-perf: ## whether this change makes anything slower, and whether the README's promises hold
	@scripts/prerequisites.sh check-perf
	@python3 perf/gate/check_perf.py --jobs $(JOBS) --base '$(BASE)' $(if $(filter 1,$(COUNT)),--count)

figures: ## the figures of the README and of docs/PERFORMANCE.md, measured anew: minutes on a quiet machine
	@scripts/prerequisites.sh figures
	@scripts/configure.sh release PERF
	@$(build) release $(parallel) --target readme-figures --target bellcurve-perf
	@python3 scripts/performance_page.py --run build/release/perf/bellcurve-perf

python: ## the Python package: build/python is what PYTHONPATH takes; tested
	@scripts/prerequisites.sh python
	@scripts/configure.sh release PYTHON
	@$(build) release $(parallel) --target bellcurve_python
	@ln -sfn release/python build/python
	@ctest --preset release -L '^python$$'

sanitize: ## the tests under the address and undefined-behaviour sanitizers
	@scripts/prerequisites.sh sanitize
	@scripts/configure.sh asan TESTS TOOLS
	@$(build) asan $(parallel)
	@ctest --preset asan

sanitize-threads: ## the tests in which threads meet under the thread sanitizer, with LLVM's OpenMP
	@scripts/prerequisites.sh sanitize
	@scripts/configure.sh tsan TESTS
	@$(build) tsan $(parallel) --target threaded_tests
	@ctest --preset tsan -L '^threads$$' -E '\.scalar$$'

fuzz: ## every parser and every public function with inputs that a fuzzer makes up
	@scripts/prerequisites.sh fuzz
	@scripts/fuzz.sh build/fuzz $(FUZZ_SECONDS) $(JOBS)

lint: ## clang-format, clang-tidy with its static analyzer, and cppcheck
	@scripts/prerequisites.sh lint
	@$(MAKE) check-format
	@scripts/configure.sh clang TESTS TOOLS
	@scripts/tidy.sh build/clang $(JOBS)
	@scripts/cppcheck.sh $(JOBS)

check-format:
	@scripts/prerequisites.sh format
	@$(sources) | xargs clang-format --dry-run -Werror

format: ## format the sources in place
	@scripts/prerequisites.sh format
	@$(sources) | xargs clang-format -i

docs: ## the documentation site: build/docs/html/index.html
	@scripts/prerequisites.sh docs
	@scripts/docs.sh build/docs

pictures: ## the pictures of docs/, made anew
	@scripts/prerequisites.sh pictures
	@scripts/configure.sh release TOOLS
	@$(build) release $(parallel) --target bellcurve_command
	@scripts/pictures.sh build/release/tools/bellcurve docs/images

install: ## build the library and the command, and install them into PREFIX
	@scripts/prerequisites.sh install
	@scripts/configure.sh release TOOLS
	@$(build) release $(parallel)
	@cmake --install build/release --prefix '$(PREFIX)'

clean: ## remove everything that was built
	@rm -rf build
