#include "native.h"

#include "native_cache.h"
#include "native_compiler.h"
#include "runtime/system_error.h"
#include "write_c.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

enum { MADE_BY_BYTES = 32 * 1024 };

/* Says why the virtual machine is used. */
static void fall_back(const struct cli *cli, enum gj_data_message_id id, const char *argument, int error)
{
	char text[GJ_ERRNO_BYTES];
	const char *const arguments[] = { argument, error ? gj_errno_argument(text, error) : "" };
	cli_data_message(cli, NULL, 0, id, arguments, error ? 2 : argument ? 1 : 0);
}

static bool open_library(const char *path, struct native *native)
{
	native->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (native->library)
		native->run = (gj_native_run *)(uintptr_t)dlsym(native->library, "standard_native");
	return native->run;
}

/* Compiles what no entry of the cache has, and keeps it. */
static void compile(const struct cli *cli, const struct native_compiler *compiler, struct native_cache *cache, const struct native_source *source,
	struct native *native)
{
	int error = native_cache_begin(cache, source);
	if (error) {
		fall_back(cli, GJ_DATA_NATIVE_NO_CACHE, cache->folder, error);
		return;
	}
	enum native_outcome outcome = native_compiler_run(compiler, cache->aside);
	if (outcome == NATIVE_COMPILED && open_library(cache->library, native)) {
		native_cache_keep(cache);
		return;
	}
	fall_back(cli, outcome == NATIVE_TOO_SLOW ? GJ_DATA_NATIVE_TOO_SLOW : GJ_DATA_NATIVE_REFUSED, compiler->program, 0);
	native_cache_drop(cache);
}

static void load_source(const struct cli *cli, const struct native_compiler *compiler, const struct native_source *source, struct native *native)
{
	struct native_cache cache;
	int error = native_cache_open(&cache);
	if (error)
		fall_back(cli, GJ_DATA_NATIVE_NO_CACHE, *cache.folder ? cache.folder : "~/.cache/guiju", error);
	else if (!native_cache_find(&cache, source) || !open_library(cache.library, native))
		compile(cli, compiler, &cache, source, native);
}

/* Both texts as strings. False when memory is out. */
static bool make_c(const struct compilation *compilation, struct c_text *text)
{
	if (!cli_make_c(compilation, "standard", "standard.h", true, text))
		return false;
	if (gj_buffer_add(&text->code, "", 1) && gj_buffer_add(&text->declarations, "", 1))
		return true;
	cli_c_text_free(text);
	return false;
}

void native_load(const struct cli *cli, const struct cli_program *loaded, struct native *native)
{
	*native = (struct native){ 0 };
	struct native_compiler compiler;
	char made_by[MADE_BY_BYTES];
	struct c_text text;
	if (loaded->from_image) {
		fall_back(cli, GJ_DATA_NATIVE_IMAGE, NULL, 0);
		return;
	}
	if (!native_compiler_find(&compiler)) {
		fall_back(cli, GJ_DATA_NATIVE_NO_COMPILER, compiler.word_count ? compiler.words[0] : "cc", 0);
		return;
	}
	if (!make_c(&loaded->compilation, &text)) {
		fall_back(cli, GJ_DATA_NATIVE_NO_MEMORY, NULL, 0);
		return;
	}
	native_compiler_describe(&compiler, made_by, sizeof made_by);
	const struct native_source source = { .made_by = made_by, .code = text.code.bytes, .declarations = text.declarations.bytes };
	load_source(cli, &compiler, &source, native);
	cli_c_text_free(&text);
}

void native_unload(struct native *native)
{
	if (native->library)
		dlclose(native->library);
	*native = (struct native){ 0 };
}
