/* Where code compiled for this machine is kept between runs: a folder of this user's own, with a folder for each piece of code. */
#ifndef GJ_NATIVE_CACHE_H
#define GJ_NATIVE_CACHE_H
#include <stdbool.h>
#include <stddef.h>

enum { NATIVE_FILES = 3, NATIVE_PATH_BYTES = 4096 };

/* What a piece of code is made of: it is found again only when all of it is the same to the byte. */
struct native_source {
	const char *made_by;        /* compiler, options, processor and our own version, as text */
	const char *code;           /* standard.c */
	const char *declarations;   /* standard.h */
};

struct native_cache {
	char folder[NATIVE_PATH_BYTES];       /* $XDG_CACHE_HOME/guiju, or ~/.cache/guiju */
	char entry[NATIVE_PATH_BYTES];        /* of one source, within it */
	char aside[NATIVE_PATH_BYTES];        /* where a new entry is made; "" when there is none */
	char library[NATIVE_PATH_BYTES + 64]; /* the library to load */
};

/* Makes the folder, which nobody else may write to. 0, or errno; EACCES when it is another's. */
int native_cache_open(struct native_cache *cache);

/* Whether the entry of this source is there and undamaged; `library` then names its code. */
bool native_cache_find(struct native_cache *cache, const struct native_source *source);

/* Writes the source aside, ready to be compiled within the folder `aside` into `library`. 0, or errno. */
int native_cache_begin(struct native_cache *cache, const struct native_source *source);

/* Puts what was compiled in its place, and drops the oldest entries when there are too many. What can't be kept is dropped: the library has been
 * loaded by now. */
void native_cache_keep(const struct native_cache *cache);

/* Drops what was begun. */
void native_cache_drop(const struct native_cache *cache);
#endif
