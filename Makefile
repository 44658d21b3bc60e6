# guiju: make help lists the targets.
CC ?= gcc
CFLAGS ?= -O2 -g
MODE ?= release
BUILD := build
OBJECTS := $(BUILD)/$(MODE)
WARNINGS := -Wall -Wextra -Werror -Wshadow -Wconversion -Wmissing-prototypes
override CPPFLAGS += -I. -I$(OBJECTS) -D_GNU_SOURCE
override CFLAGS += -std=c11 $(WARNINGS) -pthread
LDLIBS += -pthread

RUNTIME := $(patsubst %.c,$(OBJECTS)/%.o,$(wildcard runtime/*.c))
COMPILER := $(patsubst %.c,$(OBJECTS)/%.o,$(wildcard compiler/*.c)) $(OBJECTS)/compiler/parser.o $(OBJECTS)/compiler/lexer.o
CLI := $(patsubst %.c,$(OBJECTS)/%.o,$(wildcard cli/*.c))

all: $(BUILD)/guiju

$(BUILD)/guiju: $(CLI) $(COMPILER) $(RUNTIME)
	$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LDLIBS) -lcjson -o $@

$(OBJECTS)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

# Generated code is held to fewer warnings than ours.
$(OBJECTS)/compiler/parser.o $(OBJECTS)/compiler/lexer.o: $(OBJECTS)/compiler/%.o: $(OBJECTS)/compiler/%.c
	$(CC) $(CPPFLAGS) -Icompiler $(CFLAGS) -Wno-conversion -Wno-sign-conversion -Wno-missing-prototypes -Wno-unused-function -MMD -MP -c $< -o $@
$(OBJECTS)/compiler/parser.c $(OBJECTS)/compiler/parser.h &: compiler/parser.y
	@mkdir -p $(@D)
	bison -Werror --defines=$(OBJECTS)/compiler/parser.h -o $(OBJECTS)/compiler/parser.c $<
$(OBJECTS)/compiler/lexer.c: compiler/lexer.l $(OBJECTS)/compiler/parser.h
	flex -o $@ $<
$(COMPILER): $(OBJECTS)/compiler/parser.h

clean:
	rm -rf $(BUILD)
.PHONY: all clean
-include $(shell find $(OBJECTS) -name '*.d' 2>/dev/null)
