#include "output_file.h"

#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COPY_BYTES = 64 * 1024, NAME_ATTEMPTS = 1000 };

struct gj_output {
	int fd;              /* what is written to */
	int through;         /* where a held stream goes at the end; -1 otherwise */
	uint64_t size;
	bool prepared;
	mode_t mode;         /* of the file that will be replaced; 0: a new one */
	char *path;          /* target of the rename, links followed; NULL for a stream */
	char *aside;         /* name of the file written aside; NULL while it has none */
};

/* A name beside the target that nobody has yet is sought with growing numbers. */
static char *aside_name(const char *path, int attempt)
{
	size_t size = strlen(path) + 40;
	char *name = malloc(size);
	if (name)
		snprintf(name, size, "%s.%ld-%d.part", path, (long)getpid(), attempt);
	return name;
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return strdup(".");
	return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

static int open_named(struct gj_output *output)
{
	for (int attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
		char *name = aside_name(output->path, attempt);
		if (!name)
			return ENOMEM;
		output->fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (output->fd >= 0) {
			output->aside = name;
			return 0;
		}
		int error = errno;
		free(name);
		if (error != EEXIST)
			return error;
	}
	return EEXIST;
}

/* A nameless file where the file system has such (a killed process then leaves nothing), otherwise a named one. */
static int open_aside(struct gj_output *output)
{
	char *folder = folder_of(output->path);
	if (!folder)
		return ENOMEM;
	output->fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
	free(folder);
	return output->fd >= 0 ? 0 : open_named(output);
}

static int open_stream(struct gj_output *output, const char *path, bool held)
{
	int fd = strcmp(path, "-") == 0 ? dup(STDOUT_FILENO) : open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	if (!held) {
		output->fd = fd;
		return 0;
	}
	output->through = fd;
	return gj_spool_open(&output->fd);
}

static int open_target(struct gj_output *output, const char *path, bool held)
{
	struct stat found;
	if (strcmp(path, "-") == 0)
		return open_stream(output, path, held);
	if (stat(path, &found) != 0) {
		if (errno != ENOENT)
			return errno;
		output->path = strdup(path);
		return output->path ? open_aside(output) : ENOMEM;
	}
	if (S_ISDIR(found.st_mode))
		return EISDIR;
	if (!S_ISREG(found.st_mode))
		return open_stream(output, path, held);
	if (access(path, W_OK) != 0)
		return errno;
	output->mode = found.st_mode & 07777;
	output->path = realpath(path, NULL);
	return output->path ? open_aside(output) : errno;
}

int gj_output_open(struct gj_output **out, const char *path, bool held)
{
	struct gj_output *output = calloc(1, sizeof *output);
	*out = NULL;
	if (!output)
		return ENOMEM;
	output->fd = output->through = -1;
	int error = open_target(output, path, held);
	if (error) {
		gj_output_free(output);
		return error;
	}
	*out = output;
	return 0;
}

int gj_output_open_nameless(struct gj_output **out)
{
	struct gj_output *output = calloc(1, sizeof *output);
	*out = NULL;
	if (!output)
		return ENOMEM;
	output->through = -1;
	int error = gj_spool_open(&output->fd);
	if (error) {
		free(output);
		return error;
	}
	*out = output;
	return 0;
}

FILE *gj_output_reader(const struct gj_output *output)
{
	int fd = dup(output->fd);
	FILE *file = fd >= 0 && lseek(fd, 0, SEEK_SET) == 0 ? fdopen(fd, "r") : NULL;
	if (!file && fd >= 0)
		close(fd);
	return file;
}

static int write_all(int fd, const char *bytes, size_t size)
{
	while (size) {
		ssize_t written = write(fd, bytes, size);
		if (written < 0 && errno != EINTR)
			return errno;
		if (written > 0) {
			bytes += written;
			size -= (size_t)written;
		}
	}
	return 0;
}

int gj_output_write(struct gj_output *output, const void *bytes, size_t size)
{
	output->size += size;
	return write_all(output->fd, bytes, size);
}

uint64_t gj_output_size(const struct gj_output *output)
{
	return output->size;
}

static int write_at(int fd, const char *bytes, size_t size, uint64_t offset)
{
	while (size) {
		ssize_t written = pwrite(fd, bytes, size, (off_t)offset);
		if (written < 0 && errno != EINTR)
			return errno;
		if (written > 0) {
			bytes += written;
			offset += (uint64_t)written;
			size -= (size_t)written;
		}
	}
	return 0;
}

/* Copies `length` bytes of `from`, from `offset` on, to the present end of `to`. */
static int copy_range(int to, int from, uint64_t offset, uint64_t length)
{
	char *buffer = malloc(COPY_BYTES);
	int error = buffer ? 0 : ENOMEM;
	while (!error && length) {
		size_t want = length < COPY_BYTES ? (size_t)length : (size_t)COPY_BYTES;
		ssize_t got = pread(from, buffer, want, (off_t)offset);
		if (got <= 0) {
			error = got == 0 ? EIO : errno == EINTR ? 0 : errno;
			continue;
		}
		error = write_all(to, buffer, (size_t)got);
		offset += (uint64_t)got;
		length -= (uint64_t)got;
	}
	free(buffer);
	return error;
}

/* One file going over into another, both a block at a time, however small the pieces are. */
struct splice {
	int to, from;
	uint64_t at;            /* of `in` in the file that is read */
	size_t in_size, out_size;
	char in[COPY_BYTES], out[COPY_BYTES];
};

static int splice_flush(struct splice *splice)
{
	int error = write_all(splice->to, splice->out, splice->out_size);
	splice->out_size = 0;
	return error;
}

static int splice_add(struct splice *splice, const char *bytes, size_t size)
{
	int error = 0;
	while (size && !error) {
		size_t room = COPY_BYTES - splice->out_size, part = size < room ? size : room;
		memcpy(splice->out + splice->out_size, bytes, part);
		splice->out_size += part;
		bytes += part;
		size -= part;
		if (splice->out_size == COPY_BYTES)
			error = splice_flush(splice);
	}
	return error;
}

static int splice_fill(struct splice *splice, uint64_t offset)
{
	ssize_t got;
	do
		got = pread(splice->from, splice->in, COPY_BYTES, (off_t)offset);
	while (got < 0 && errno == EINTR);
	splice->at = offset;
	splice->in_size = got > 0 ? (size_t)got : 0;
	return got > 0 ? 0 : got == 0 ? EIO : errno;
}

static int splice_copy(struct splice *splice, uint64_t offset, uint64_t length)
{
	int error = 0;
	while (length && !error) {
		if (offset - splice->at >= splice->in_size)
			error = splice_fill(splice, offset);
		size_t ready = splice->in_size - (size_t)(offset - splice->at), part = length < ready ? (size_t)length : ready;
		if (!error)
			error = splice_add(splice, splice->in + (offset - splice->at), part);
		offset += part;
		length -= part;
	}
	return error;
}

static int write_spliced(int to, int from, uint64_t size, const struct gj_patch *patches, size_t count, uint64_t *total)
{
	struct splice *splice = calloc(1, sizeof *splice);
	if (!splice)
		return ENOMEM;
	splice->to = to;
	splice->from = from;
	uint64_t done = 0;
	int error = 0;
	*total = size;
	for (size_t i = 0; i < count && !error; i++) {
		error = splice_copy(splice, done, patches[i].offset - done);
		if (!error)
			error = splice_add(splice, patches[i].text, patches[i].length);
		done = patches[i].offset + patches[i].old_length;
		*total = *total - patches[i].old_length + patches[i].length;
	}
	if (!error)
		error = splice_copy(splice, done, size - done);
	if (!error)
		error = splice_flush(splice);
	free(splice);
	return error;
}

static void drop_aside(int fd, char *aside)
{
	if (aside)
		unlink(aside);
	free(aside);
	if (fd >= 0)
		close(fd);
}

/* Lengths differ: the content goes over into a fresh file aside, which takes the place of the first. */
static int splice_patches(struct gj_output *output, const struct gj_patch *patches, size_t count)
{
	struct gj_output fresh = {.fd = -1, .path = output->path};
	int error = output->path ? open_aside(&fresh) : gj_spool_open(&fresh.fd);
	if (!error)
		error = write_spliced(fresh.fd, output->fd, output->size, patches, count, &fresh.size);
	if (error) {
		drop_aside(fresh.fd, fresh.aside);
		return error;
	}
	drop_aside(output->fd, output->aside);
	output->fd = fresh.fd;
	output->aside = fresh.aside;
	output->size = fresh.size;
	return 0;
}

int gj_output_patch(struct gj_output *output, const struct gj_patch *patches, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (patches[i].length != patches[i].old_length)
			return splice_patches(output, patches, count);
	for (size_t i = 0; i < count; i++) {
		int error = write_at(output->fd, patches[i].text, patches[i].length, patches[i].offset);
		if (error)
			return error;
	}
	return 0;
}

/* Gives the nameless file a name of its own beside the target; a link cannot replace a file, a rename can. */
static int name_aside(struct gj_output *output)
{
	char link[40];
	snprintf(link, sizeof link, "/proc/self/fd/%d", output->fd);
	for (int attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
		char *name = aside_name(output->path, attempt);
		if (!name)
			return ENOMEM;
		if (linkat(AT_FDCWD, link, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0) {
			output->aside = name;
			return 0;
		}
		int error = errno;
		free(name);
		if (error != EEXIST)
			return error;
	}
	return EEXIST;
}

/* Without /proc a nameless file cannot be named: its content moves to a named one. */
static int copy_to_named(struct gj_output *output)
{
	int nameless = output->fd;
	int error = open_named(output);
	if (error) {
		output->fd = nameless;
		return error;
	}
	error = copy_range(output->fd, nameless, 0, output->size);
	close(nameless);
	return error;
}

/* The file under a name of its own, whole and on the disk. */
static int settle_aside(struct gj_output *output)
{
	if (output->mode && fchmod(output->fd, output->mode) != 0)
		return errno;
	int error = output->aside || name_aside(output) == 0 ? 0 : copy_to_named(output);
	return !error && fsync(output->fd) != 0 ? errno : error;
}

/* Everything has gone out; a close may still report what a write didn't. */
static int close_stream(struct gj_output *output)
{
	int *last = output->through >= 0 ? &output->through : &output->fd;
	int error = output->through >= 0 ? copy_range(output->through, output->fd, 0, output->size) : 0;
	if (close(*last) != 0 && !error)
		error = errno;
	*last = -1;
	return error;
}

int gj_output_prepare(struct gj_output *output)
{
	int error = output->prepared ? 0 : output->path ? settle_aside(output) : close_stream(output);
	output->prepared = true;
	return error;
}

int gj_output_commit(struct gj_output *output)
{
	int error = gj_output_prepare(output);
	if (error || !output->path)
		return error;
	if (rename(output->aside, output->path) != 0)
		return errno;
	free(output->aside);
	output->aside = NULL;
	return 0;
}

void gj_output_free(struct gj_output *output)
{
	if (!output)
		return;
	if (output->aside)
		unlink(output->aside);
	if (output->fd >= 0)
		close(output->fd);
	if (output->through >= 0)
		close(output->through);
	free(output->aside);
	free(output->path);
	free(output);
}

bool gj_same_file(const char *a, const char *b)
{
	struct stat first, second;
	return stat(a, &first) == 0 && stat(b, &second) == 0 && S_ISREG(first.st_mode) && first.st_dev == second.st_dev
		&& first.st_ino == second.st_ino;
}
