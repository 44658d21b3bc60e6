/* A library to be loaded before a program (LD_PRELOAD): its FAIL_AT-th allocation fails, and all later ones when FAIL_ON is set.
 * FAIL_COUNT names a file that receives the number of allocations asked for. What runs before main and once the program is
 * over (a sanitizer that sets itself up, counters of coverage being written) is neither failed nor counted. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned long asked, fail_at;
/* A sanitizer allocates for itself when a thread starts and can't go on without. */
static __thread int starting_thread __attribute__((tls_model("initial-exec")));
static int fail_on, begun, over;
static int (*real_main)(int, char **, char **);
static void *(*real_malloc)(size_t), *(*real_calloc)(size_t, size_t), *(*real_realloc)(void *, size_t), *(*real_aligned)(size_t, size_t);
static int (*real_memalign)(void **, size_t, size_t);

/* dlsym itself may call calloc before it can be found; this is given out then and never freed. */
static char early[4096];
static size_t early_used;

static void *find(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void begin(void)
{
	*(void **)&real_malloc = find("malloc");
	*(void **)&real_calloc = find("calloc");
	*(void **)&real_realloc = find("realloc");
	*(void **)&real_aligned = find("aligned_alloc");
	*(void **)&real_memalign = find("posix_memalign");
	const char *at = getenv("FAIL_AT");
	fail_on = getenv("FAIL_ON") != NULL;
	asked = 0;
	fail_at = at ? strtoul(at, NULL, 10) : 0;
}

__attribute__((destructor)) static void end(void)
{
	const char *path = getenv("FAIL_COUNT");
	char line[32];
	int file = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644) : -1;
	if (file < 0)
		return;
	int length = snprintf(line, sizeof line, "%lu\n", asked);
	if (write(file, line, (size_t)length) < 0)
		_exit(1);
	close(file);
}

static int refuses(void)
{
	if (!begun || over || starting_thread)
		return 0;
	unsigned long number = __atomic_add_fetch(&asked, 1, __ATOMIC_RELAXED);
	if (fail_at == 0 || number < fail_at || (number > fail_at && !fail_on))
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	if (!real_malloc)
		*(void **)&real_malloc = find("malloc");
	return refuses() ? NULL : real_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	if (!real_calloc) {
		size_t bytes = (count * size + 15) / 16 * 16;
		if (early_used + bytes > sizeof early)
			return NULL;
		early_used += bytes;
		return early + early_used - bytes;
	}
	return refuses() ? NULL : real_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
	if (!real_realloc)
		*(void **)&real_realloc = find("realloc");
	return refuses() ? NULL : real_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return refuses() ? NULL : real_aligned(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
	return refuses() ? ENOMEM : real_memalign(block, alignment, size);
}

int pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes)
{
	int (*real_getattr)(pthread_t, pthread_attr_t *);
	starting_thread++;
	*(void **)&real_getattr = find("pthread_getattr_np");
	int error = real_getattr(thread, attributes);
	starting_thread--;
	return error;
}

static void finish(void)
{
	over = 1;
}

/* What is registered here is called before the program's own endings. */
static int counted_main(int argc, char **argv, char **environment)
{
	begun = 1;
	atexit(finish);
	return real_main(argc, argv, environment);
}

int __libc_start_main(int main(int, char **, char **), int, char **, void (*)(void), void (*)(void), void (*)(void), void *);

int __libc_start_main(int main(int, char **, char **), int argc, char **argv, void (*start)(void), void (*stop)(void), void (*loader)(void), void *stack)
{
	int (*real_start)(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void), void (*)(void), void *);
	*(void **)&real_start = find("__libc_start_main");
	real_main = main;
	return real_start(counted_main, argc, argv, start, stop, loader, stack);
}
