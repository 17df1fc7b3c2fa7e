# What people and CI type. Whatever is longer than a line lives in .ci/.

.PHONY: help serve test lint format bench fuzz torture conformance docs clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 22

serve: ## build and serve at http://127.0.0.1:8080/; options of `toile serve` in ARGS="..."
	@.ci/packages build
	swift build -c release --product toile
	@exec .build/release/toile serve $(ARGS)

test: ## everything that can fail, and how long each part took
	@.ci/packages build test
	@.ci/test

lint: ## the format of every Swift file
	swift format lint --strict --parallel --recursive Sources Tests Package.swift

format: ## put every Swift file into that format
	swift format --in-place --parallel --recursive Sources Tests Package.swift

bench: ## the benchmarks; one of them, with its options, in BENCH="..."
	@.ci/packages build bench
	swift run -c release ToileBench $(BENCH)

fuzz: ## feed every parser with noise; for how long each in FUZZ_SECONDS=60
	@.ci/packages build
	@.ci/fuzz

torture: ## kill a server ROUNDS=1000 times under a storm, and cut its power POWER_CUTS=100 times (needs root)
	@.ci/packages build test
	@.ci/torture $(or $(ROUNDS),1000) $(or $(POWER_CUTS),100)

conformance: ## the whole Autobahn suite against wsecho, and real clients (minutes)
	@.ci/packages build test
	@.ci/conformance

docs: ## the pages of the WebSocket library, into .build/docs
	@.ci/packages build
	@.ci/docs

clean: ## remove all that was built
	rm -rf .build
