#include "native_cache.h"

#include "runtime/checksum.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ENTRIES = 64 };

/* The source, then what the compiler made of it and its checksum. */
static const char *const source_names[NATIVE_FILES] = { "made-by", "standard.c", "standard.h" };
static const char library_name[] = "standard.so", checksum_name[] = "checksum", log_name[] = "log";

static const char *source_text(const struct native_source *source, size_t file)
{
	const char *const texts[NATIVE_FILES] = { source->made_by, source->code, source->declarations };
	return texts[file];
}

/* FNV-1a: only names the entry, whose files are compared. */
static uint64_t hash(uint64_t before, const char *text)
{
	for (const unsigned char *at = (const unsigned char *)text; *at; at++)
		before = (before ^ *at) * UINT64_C(1099511628211);
	return before;
}

static bool join(char *path, size_t room, const char *folder, const char *name)
{
	int length = snprintf(path, room, "%s/%s", folder, name);
	return length > 0 && (size_t)length < room;
}

/* Makes the folders that lead to a path. */
static int make_parents(char *path)
{
	for (char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		int failed = mkdir(path, 0700) != 0 && errno != EEXIST ? errno : 0;
		*slash = '/';
		if (failed)
			return failed;
	}
	return 0;
}

/* Ours alone: nobody else can have put code there. */
static bool is_ours(const char *folder)
{
	struct stat found;
	return lstat(folder, &found) == 0 && S_ISDIR(found.st_mode) && found.st_uid == geteuid() && !(found.st_mode & 022);
}

int native_cache_open(struct native_cache *cache)
{
	const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	memset(cache, 0, sizeof *cache);
	bool fits;
	if (base && base[0] == '/') /* another is to be ignored, the specification says */
		fits = join(cache->folder, sizeof cache->folder, base, "guiju");
	else if (home && home[0] == '/')
		fits = join(cache->folder, sizeof cache->folder, home, ".cache/guiju");
	else
		return ENOENT;
	if (!fits)
		return ENAMETOOLONG;
	int error = make_parents(cache->folder);
	if (error)
		return error;
	if (mkdir(cache->folder, 0700) != 0 && errno != EEXIST)
		return errno;
	return is_ours(cache->folder) ? 0 : EACCES;
}

/* Whether a file holds just this text. */
static bool holds(const char *folder, const char *name, const char *text)
{
	char path[NATIVE_PATH_BYTES + 64], piece[4096];
	size_t length = strlen(text), at = 0;
	int file = join(path, sizeof path, folder, name) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (file < 0)
		return false;
	ssize_t got;
	while ((got = read(file, piece, sizeof piece)) > 0 && (size_t)got <= length - at && memcmp(piece, text + at, (size_t)got) == 0)
		at += (size_t)got;
	close(file);
	return got == 0 && at == length;
}

/* "SIZE CHECKSUM" of the library; false when it can't be read. */
static bool sum(const char *library, char text[64])
{
	char piece[65536];
	uint32_t checksum = 0;
	uint64_t size = 0;
	int file = open(library, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return false;
	ssize_t got;
	for (; (got = read(file, piece, sizeof piece)) > 0; size += (size_t)got)
		checksum = gj_checksum(checksum, piece, (size_t)got);
	close(file);
	snprintf(text, 64, "%" PRIu64 " %08" PRIx32 "\n", size, checksum);
	return got == 0;
}

static bool is_whole(const char *entry, const struct native_source *source)
{
	char library[NATIVE_PATH_BYTES + 64], text[64];
	for (size_t i = 0; i < NATIVE_FILES; i++)
		if (!holds(entry, source_names[i], source_text(source, i)))
			return false;
	return join(library, sizeof library, entry, library_name) && sum(library, text) && holds(entry, checksum_name, text);
}

static void remove_entry(const char *entry)
{
	char path[NATIVE_PATH_BYTES + 64];
	const char *const others[] = { library_name, checksum_name, log_name };
	for (size_t i = 0; i < NATIVE_FILES; i++)
		if (join(path, sizeof path, entry, source_names[i]))
			unlink(path);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (join(path, sizeof path, entry, others[i]))
			unlink(path);
	rmdir(entry);
}

bool native_cache_find(struct native_cache *cache, const struct native_source *source)
{
	char name[24];
	uint64_t key = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < NATIVE_FILES; i++)
		key = hash(key, source_text(source, i));
	snprintf(name, sizeof name, "%016" PRIx64, key);
	if (!join(cache->entry, sizeof cache->entry, cache->folder, name) || !is_ours(cache->entry))
		return false;
	if (is_whole(cache->entry, source) && join(cache->library, sizeof cache->library, cache->entry, library_name)) {
		utimensat(AT_FDCWD, cache->entry, NULL, 0); /* the oldest are dropped first */
		return true;
	}
	remove_entry(cache->entry);
	return false;
}

static int write_text(const char *folder, const char *name, const char *text)
{
	char path[NATIVE_PATH_BYTES + 64];
	if (!join(path, sizeof path, folder, name))
		return ENAMETOOLONG;
	errno = 0;
	FILE *file = fopen(path, "wb");
	if (!file)
		return errno;
	bool written = fputs(text, file) >= 0;
	if (fclose(file) == 0 && written)
		return 0;
	return errno ? errno : EIO;
}

int native_cache_begin(struct native_cache *cache, const struct native_source *source)
{
	if (!join(cache->aside, sizeof cache->aside, cache->folder, "new-XXXXXX"))
		return ENAMETOOLONG;
	if (!mkdtemp(cache->aside)) {
		cache->aside[0] = '\0';
		return errno;
	}
	int error = join(cache->library, sizeof cache->library, cache->aside, library_name) ? 0 : ENAMETOOLONG;
	for (size_t i = 0; !error && i < NATIVE_FILES; i++)
		error = write_text(cache->aside, source_names[i], source_text(source, i));
	if (error)
		native_cache_drop(cache);
	return error;
}

/* Drops the entry that was used longest ago when there are more than enough: those that a broken run left among them. */
static void prune(const char *folder)
{
	char path[NATIVE_PATH_BYTES + 64], oldest[NATIVE_PATH_BYTES + 64] = "";
	struct timespec age = { 0 };
	size_t count = 0;
	DIR *entries = opendir(folder);
	struct stat found;
	for (struct dirent *entry; entries && (entry = readdir(entries));) {
		if (entry->d_name[0] == '.' || !join(path, sizeof path, folder, entry->d_name) || lstat(path, &found) != 0 || !S_ISDIR(found.st_mode))
			continue;
		count++;
		bool older = found.st_mtim.tv_sec < age.tv_sec || (found.st_mtim.tv_sec == age.tv_sec && found.st_mtim.tv_nsec < age.tv_nsec);
		if (*oldest && !older)
			continue;
		age = found.st_mtim;
		strcpy(oldest, path);
	}
	if (entries)
		closedir(entries);
	if (count > MOST_ENTRIES)
		remove_entry(oldest);
}

void native_cache_keep(const struct native_cache *cache)
{
	char text[64];
	if (!sum(cache->library, text) || write_text(cache->aside, checksum_name, text) != 0 || rename(cache->aside, cache->entry) != 0)
		native_cache_drop(cache); /* another run has just made the same, most likely */
	prune(cache->folder);
}

void native_cache_drop(const struct native_cache *cache)
{
	if (*cache->aside)
		remove_entry(cache->aside);
}
