# SPDX-License-Identifier: Apache-2.0
# The front door. `make` alone says what there is; the work is done by meson and scripts/.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run build web test test-unit test-api test-web test-fault test-lint fault fuzz bench docs lint fmt \
        fmt-check asan deps clean

BUILD ?= build
JOBS ?= 2
MESON_FLAGS ?=

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: deps build ## install, build, and serve the Panji demonstration district
	$(BUILD)/yikou demo

build: web $(BUILD)/build.ninja ## build/yikou, with the pages in it
	@ninja -C $(BUILD) -j$(JOBS) yikou

$(BUILD)/build.ninja:
	meson setup $(MESON_FLAGS) $(BUILD)

web:
	@scripts/web.sh

test: deps build ## every suite, on both engines; ends with "N passed, N failed"
	@BUILD=$(BUILD) JOBS=$(JOBS) scripts/test.sh lint unit api web fault

test-unit: $(BUILD)/build.ninja ## unit tests (cmocka)
	@BUILD=$(BUILD) JOBS=$(JOBS) scripts/test.sh unit

test-api: build ## API tests (node:test) on SQLite and on PostgreSQL
	@BUILD=$(BUILD) JOBS=$(JOBS) scripts/test.sh api

test-web: build ## browser tests (playwright-core, Chromium)
	@BUILD=$(BUILD) JOBS=$(JOBS) scripts/test.sh web

test-fault: build ## kill -9 on both engines, PostgreSQL restarted and replaced under load
	@BUILD=$(BUILD) JOBS=$(JOBS) scripts/test.sh fault

fault: build ## the same, ten times as many: 300 kills, 30 restarts
	@BUILD=$(BUILD) JOBS=$(JOBS) YIKOU_KILLS=150 YIKOU_RESTARTS=30 scripts/test.sh fault

test-lint: ## the linter against its own bad samples
	@BUILD=$(BUILD) JOBS=$(JOBS) scripts/test.sh lint

bench: build ## ratios, into bench/results.json
	@bench/run $(BUILD)/yikou

docs: build ## docs/figures.md and api/openapi.json, from the program itself
	@$(BUILD)/yikou figures-md > docs/figures.md
	@$(BUILD)/yikou openapi > api/openapi.json

lint: $(BUILD)/build.ninja ## include direction, banned functions, SQL outside stores, clang-tidy, ...
	@BUILD=$(BUILD) JOBS=$(JOBS) scripts/lint.sh

fmt: ## lay out the C sources
	@git ls-files -co --exclude-standard '*.c' '*.h' | xargs -r clang-format -i

fmt-check: ## say which C sources are not laid out
	@git ls-files -co --exclude-standard '*.c' '*.h' | xargs -r clang-format --dry-run -Werror

asan: web ## unit and API suites, both engines, under AddressSanitizer, LeakSanitizer and UBSan (build-asan)
	@JOBS=$(JOBS) scripts/asan.sh

fuzz: ## each fuzz target for SECONDS (20), by clang's libFuzzer
	@scripts/fuzz.sh $(or $(SECONDS),20)

deps: ## install what is missing (Debian 12 packages, npm packages)
	@scripts/deps.sh

clean: ## remove what was built
	rm -rf build build-asan web/dist
