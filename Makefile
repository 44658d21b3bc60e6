# guiju: `make help` lists the targets. A build of another kind has another MODE, whose files stay apart in build/MODE.
ifeq ($(origin CC),default)
CC := gcc
endif
CFLAGS ?= -O2 -g
MODE ?= release
PREFIX ?= /usr/local
VERSION := 0.1.0
BUILD := build
OBJECTS := $(BUILD)/$(MODE)
GUIJU := $(if $(filter release,$(MODE)),$(BUILD)/guiju,$(OBJECTS)/guiju)
WARNINGS := -Wall -Wextra -Werror -Wshadow -Wconversion -Wmissing-prototypes
override CPPFLAGS += -I. -I/usr/include/postgresql -I$(OBJECTS) -D_GNU_SOURCE -DGUIJU_VERSION='"$(VERSION)"'
override CFLAGS += -std=c11 $(WARNINGS) -pthread
LDLIBS += -lcjson -lsqlite3 -pthread

# All processors at once, unless told otherwise; what comes from one target is then printed together.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += --jobs=$(shell nproc)
endif
TOGETHER := --no-print-directory --output-sync=target

# V=1 shows the commands.
ifndef V
.SILENT:
endif

objects = $(patsubst %.c,$(OBJECTS)/%.o,$(wildcard $(1)))
RUNTIME := $(call objects,runtime/*.c)
COMPILER := $(call objects,compiler/*.c) $(OBJECTS)/compiler/parser.o $(OBJECTS)/compiler/lexer.o
CLI := $(call objects,cli/*.c)
UNITS := $(patsubst %.c,$(OBJECTS)/%,$(wildcard tests/unit/test_*.c))
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
SUITES := unit conformance language standards stores native embed fixes rows impact explanations claims manual bad fault agree sql reference

all: $(GUIJU) ## build the program (the default)
help: ## list the targets
	sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16
deps: ## install the Debian packages that are missing
	tools/deps.sh all
run: ## install what is missing, build, evaluate the example and print its summary
	tools/deps.sh build
	$(MAKE) --no-print-directory all
	tools/run-example.sh $(GUIJU) $(OBJECTS)
test: ## install what is missing, build, and run everything that can be checked
	tools/deps.sh test
	$(MAKE) $(TOGETHER) all
	$(MAKE) $(TOGETHER) --keep-going suites c layers
suites: $(SUITES) ## the tests themselves, with the CC, CFLAGS and MODE given

$(GUIJU): $(CLI) $(COMPILER) $(RUNTIME)
	$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LDLIBS) -o $@
$(OBJECTS)/%.o: %.c
	mkdir -p $(@D)
	echo "  $<"
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

# The generated parser.h stands in the build folder and includes its neighbours in compiler/.
$(COMPILER): override CPPFLAGS += -Icompiler -I$(OBJECTS)/compiler
# Generated code is held to fewer warnings than ours.
GENERATED := -Wno-conversion -Wno-sign-conversion -Wno-missing-prototypes -Wno-unused-function
$(OBJECTS)/compiler/parser.o $(OBJECTS)/compiler/lexer.o: $(OBJECTS)/compiler/%.o: $(OBJECTS)/compiler/%.c
	$(CC) $(CPPFLAGS) $(CFLAGS) $(GENERATED) -MMD -MP -c $< -o $@
# The grammar is one text to bison, whose findings name the file they are in.
GRAMMAR := $(patsubst %,compiler/grammar/%.y,prologue standard data sheet rules outcomes cases changes expressions epilogue)
$(OBJECTS)/compiler/parser.y: $(GRAMMAR)
	mkdir -p $(@D)
	for file in $^; do echo "#line 1 \"$$file\""; cat $$file; done > $@
$(OBJECTS)/compiler/parser.c $(OBJECTS)/compiler/parser.h &: $(OBJECTS)/compiler/parser.y
	bison -Werror --defines=$(OBJECTS)/compiler/parser.h -o $(OBJECTS)/compiler/parser.c $<
$(OBJECTS)/compiler/lexer.c: compiler/lexer.l $(OBJECTS)/compiler/parser.h
	flex -o $@ $<
$(COMPILER): $(OBJECTS)/compiler/parser.h
# Generated C takes in the runtime's own arithmetic.
$(OBJECTS)/compiler/shared_text.h: tools/text.awk runtime/division.h runtime/division_wide.h runtime/months.h
	mkdir -p $(@D)
	awk -f $^ > $@
$(OBJECTS)/compiler/emit_c.o: $(OBJECTS)/compiler/shared_text.h

# Tests: programs, then suites. Each suite ends with a line "NAME: N passed, N failed".
$(UNITS): %: %.o $(COMPILER) $(RUNTIME)
	$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LDLIBS) -lcmocka -o $@
AGREE := $(call objects,tests/agree/*.c)
$(OBJECTS)/agree: $(AGREE) $(COMPILER) $(RUNTIME)
	$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LDLIBS) -lgmp -o $@
$(OBJECTS)/fault/failing.so: tests/fault/failing.c
	mkdir -p $(@D)
	gcc -O1 -std=c11 $(WARNINGS) -D_GNU_SOURCE -fPIC -shared $< -ldl -o $@

unit: $(UNITS) ## the unit tests
	tests/unit/run.sh $(UNITS)
conformance: $(GUIJU) ## rule files and data files with what is expected of them
	GUIJU=$(abspath $(GUIJU)) tests/conformance/run.sh
language: $(GUIJU) ## the language, construct by construct
	GUIJU=$(abspath $(GUIJU)) python3 tests/conformance/language.py
standards: $(GUIJU) ## every published standard and example
	GUIJU=$(abspath $(GUIJU)) tests/standards/run.sh
stores: $(GUIJU) ## units, ledgers and results in databases
	GUIJU=$(abspath $(GUIJU)) tests/with-postgresql.sh python3 tests/stores/stores.py
native: $(GUIJU) ## guiju run --native against guiju run, and what stands in its way
	GUIJU=$(abspath $(GUIJU)) python3 tests/native/native.py
embed: $(GUIJU) ## the installed library, from C and from Python
	tests/embed/run.sh
fixes: $(GUIJU) ## every mend that a finding offers, applied
	GUIJU=$(abspath $(GUIJU)) python3 tests/conformance/fixes.py
ROWS_OF := rulesets/*/standard.gj tests/conformance/runs/*.gj tests/conformance/dumps/*.gj
rows: $(GUIJU) ## the rows that guiju test suggests, pasted and run
	GUIJU=$(abspath $(GUIJU)) python3 tests/conformance/rows.py $$(grep -L 基于 $(ROWS_OF))
explanations: $(GUIJU) ## the wrong and right examples in what explain-code says
	GUIJU=$(abspath $(GUIJU)) python3 tests/conformance/explanations.py
claims: $(GUIJU) ## what findings claim of values, tried by running rows
	GUIJU=$(abspath $(GUIJU)) python3 tests/claims/claims.py
impact: $(GUIJU) ## guiju impact against two runs
	GUIJU=$(abspath $(GUIJU)) python3 tests/conformance/impact.py
manual: $(GUIJU) ## the examples in the manual
	GUIJU=$(abspath $(GUIJU)) python3 tools/manual.py docs/manual.md docs/manual/*.md docs/sql.md docs/c.md docs/reference.en.md
BAD_SIZE ?= 10000
bad: $(GUIJU) ## rule files that are enormous, misshapen or cut off
	GUIJU=$(abspath $(GUIJU)) BAD_SIZE=$(BAD_SIZE) python3 tests/bad/bad.py
POINTS ?= 120
fault: $(GUIJU) $(OBJECTS)/fault/failing.so ## memory, disk and files that fail
	GUIJU=$(abspath $(GUIJU)) SHIM=$(abspath $(OBJECTS)/fault/failing.so) POINTS=$(POINTS) tests/fault/run.sh
AGREE_STANDARDS ?= 300
AGREE_ROWS ?= 64
agree: $(OBJECTS)/agree $(GUIJU) ## the VM against the plain evaluator on random standards and rows
	GUIJU=$(abspath $(GUIJU)) tests/agree/run.sh $(OBJECTS)/agree $(AGREE_STANDARDS) $(AGREE_ROWS)
	GUIJU=$(abspath $(GUIJU)) python3 tests/agree/pending_ledgers.py
C_STANDARDS ?= 40
c: $(OBJECTS)/agree $(GUIJU) ## the standards as C, by gcc and clang, against the VM
	GUIJU=$(abspath $(GUIJU)) tests/agree/c.sh $(OBJECTS)/agree $(C_STANDARDS)
SQL_STANDARDS ?= 80
sql: $(OBJECTS)/agree $(GUIJU) ## the standards as SQL, in SQLite and PostgreSQL, against the VM
	GUIJU=$(abspath $(GUIJU)) SQL_STANDARDS=$(SQL_STANDARDS) tests/with-postgresql.sh python3 tests/agree/sql.py $(OBJECTS)/agree sqlite postgresql
# Engines that aren't Debian's: from PyPI, into a folder of their own.
ENGINES := duckdb clickhouse spark
ENGINE_PACKAGES := duckdb chdb pyspark
ENGINE_STANDARDS ?= 5
test-engines: $(OBJECTS)/agree $(GUIJU) $(BUILD)/engines/installed ## the standards as SQL, in engines that are installed for it (DuckDB, ClickHouse, Spark), against the VM
	GUIJU=$(abspath $(GUIJU)) SQL_STANDARDS=$(ENGINE_STANDARDS) $(BUILD)/engines/bin/python tests/agree/sql.py $(OBJECTS)/agree $(ENGINES)
$(BUILD)/engines/installed: Makefile
	tools/deps.sh engines
	rm -rf $(@D)
	python3 -m venv $(@D)
	$(@D)/bin/pip install -q --disable-pip-version-check $(ENGINE_PACKAGES)
	touch $@
REFERENCE_ROWS ?= 20000
reference: $(GUIJU) ## the 2018 standard against an evaluator of its own
	tests/agree/reference.sh $(GUIJU) $(REFERENCE_ROWS)
layers: $(GUIJU) ## the laws of the house: order of modules, no circles, no globals, sizes, message codes
	python3 tools/layers.py $(OBJECTS)
	python3 tools/codes.py

# Kinds of build.
SANITIZE := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
# A sanitizer in a shared library lets the fault suite stand before its allocator.
SHARED_ASAN = -shared-libasan -Wl,-rpath,$(shell clang -print-runtime-dir)
another = $(MAKE) $(TOGETHER) --keep-going MODE=$(1) CC=$(2) CFLAGS='$(3)' LDFLAGS='$(4)' $(5)
clang: ## build and test with clang
	tools/deps.sh all
	$(call another,clang,clang,-O2 -g,,all suites)
asan: ## build and test under the address and undefined-behaviour sanitizers, gcc and clang
	tools/deps.sh all
	$(MAKE) $(TOGETHER) --keep-going asan-gcc asan-clang
asan-gcc:
	$(call another,asan-gcc,gcc,$(SANITIZE),,all suites AGREE_STANDARDS=60 REFERENCE_ROWS=2000 POINTS=60 BAD_SIZE=2000)
asan-clang:
	$(call another,asan-clang,clang,$(SANITIZE),$(SHARED_ASAN),all suites AGREE_STANDARDS=60 REFERENCE_ROWS=2000 POINTS=60 BAD_SIZE=2000)
coverage: ## lines and branches that the tests reach; fails under 95% and 85%
	tools/deps.sh all
	find $(BUILD)/coverage -name '*.gcda' -delete 2>/dev/null || true
	$(call another,coverage,gcc,-O0 -g --coverage,--coverage,all suites)
	tools/coverage.sh $(BUILD)/coverage
FUZZ_SECONDS ?= 20
FUZZ_FLAGS := -O1 -g -fsanitize=fuzzer-no-link,address,undefined
fuzz: ## run each fuzzer for FUZZ_SECONDS
	tools/deps.sh all
	$(call another,fuzz,clang,$(FUZZ_FLAGS),,fuzzers)
	$(MAKE) --no-print-directory all
	tests/fuzz/run.sh $(BUILD)/fuzz $(FUZZ_SECONDS) $(GUIJU) $(FUZZERS)
fuzzers: $(FUZZERS:%=$(OBJECTS)/fuzz_%)
$(OBJECTS)/fuzz_%: $(OBJECTS)/tests/fuzz/fuzz_%.o $(COMPILER) $(RUNTIME)
	$(CC) $(CFLAGS) -fsanitize=fuzzer $^ $(LDLIBS) -lcmocka -o $@
.SECONDARY: $(FUZZERS:%=$(OBJECTS)/tests/fuzz/fuzz_%.o)

ROWS ?= 10000000
CSV_ROWS ?= 1000000
LEDGER_UNITS ?= $(shell expr $(CSV_ROWS) / 10)
SQL_ROWS ?= 200000
SCALE_ROWS ?= 100000
MEASURED = GUIJU=$(abspath $(GUIJU)) BENCH=$(abspath $(OBJECTS)/bench/bench)
bench: $(OBJECTS)/bench/bench $(GUIJU) ## how fast, beside simpler programs; ROWS in memory, CSV_ROWS in a table, LEDGER_UNITS with ledgers
	$< --rows $(ROWS) --csv-rows $(CSV_ROWS) --units $(LEDGER_UNITS)
	$(MEASURED) tests/with-postgresql.sh python3 bench/sql.py $(SQL_ROWS) sqlite postgresql
bench-engines: $(OBJECTS)/bench/bench $(GUIJU) $(BUILD)/engines/installed ## how fast in the engines of test-engines: SQL_ROWS against a query by hand, SCALE_ROWS (several numbers) by every engine there is
	$(MEASURED) $(BUILD)/engines/bin/python bench/sql.py $(SQL_ROWS) $(ENGINES)
	$(MEASURED) tests/with-postgresql.sh $(BUILD)/engines/bin/python bench/scale.py $(SCALE_ROWS)
$(OBJECTS)/bench/bench: $(call objects,bench/*.c) $(COMPILER) $(RUNTIME)
	$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LDLIBS) -o $@

format: ## lay out the code as .clang-format says
	clang-format -i $(wildcard */*.[ch] tests/*/*.[ch])
install: ## install program, library, header, manual page and completions; PREFIX, DESTDIR
	tools/deps.sh build
	$(MAKE) --no-print-directory all
	$(MAKE) --no-print-directory MODE=shared CFLAGS='-O2 -g -fPIC' libraries
	tools/install.sh $(GUIJU) $(BUILD)/shared '$(DESTDIR)' $(PREFIX) $(VERSION)
libraries: $(OBJECTS)/libguiju.a $(OBJECTS)/libguiju.so.0
$(OBJECTS)/libguiju.a: $(RUNTIME)
	rm -f $@ && ar rcs $@ $^
$(OBJECTS)/exports.map: runtime/guiju.h
	mkdir -p $(@D)
	tools/exports.sh $< > $@
$(OBJECTS)/libguiju.so.0: $(RUNTIME) $(OBJECTS)/exports.map
	$(CC) $(CFLAGS) -shared -Wl,-soname,libguiju.so.0 -Wl,--version-script=$(OBJECTS)/exports.map $(RUNTIME) $(LDLIBS) -o $@
clean: ## remove everything that was built
	rm -rf $(BUILD)

.PHONY: all help deps run test suites $(SUITES) c test-engines layers clang asan asan-gcc asan-clang coverage fuzz fuzzers bench bench-engines format install libraries clean
-include $(shell find $(OBJECTS) -name '*.d' 2>/dev/null)
