/* A program from a rule file or an image, whichever the file is. */
#include "cli.h"
#include "runtime/image.h"
#include "runtime/memory.h"

#include <errno.h>
#include <string.h>

/* Far beyond any rule file or image; a guard against reading a data table by mistake. */
enum { LARGEST_FILE = 64 * 1024 * 1024 };

struct file_bytes {
	unsigned char *bytes;
	size_t size;
};

static int read_all(FILE *file, struct gj_arena *arena, struct file_bytes *read)
{
	size_t capacity = 64 * 1024;
	unsigned char *bytes = gj_arena_alloc(arena, capacity);
	size_t size = 0;
	while (bytes) {
		size += fread(bytes + size, 1, capacity - size, file);
		if (size < capacity)
			break;
		if (capacity >= LARGEST_FILE)
			return EFBIG;
		unsigned char *more = gj_arena_alloc(arena, capacity * 2);
		if (more)
			memcpy(more, bytes, size);
		bytes = more;
		capacity *= 2;
	}
	*read = (struct file_bytes){ bytes, size };
	return !bytes ? ENOMEM : ferror(file) ? (errno ? errno : EIO) : 0;
}

/* 0, or errno. */
static int read_file(const char *path, struct gj_arena *arena, struct file_bytes *read)
{
	if (strcmp(path, "-") == 0)
		return read_all(stdin, arena, read);
	errno = 0;
	FILE *file = fopen(path, "rb");
	if (!file)
		return errno;
	int error = read_all(file, arena, read);
	fclose(file);
	return error;
}

static int explain_status(const struct cli *cli, const char *path, enum compile_status status, int error)
{
	switch (status) {
	case COMPILE_OK: return CLI_GOOD;
	case COMPILE_FAULTS: return CLI_FAULTS;
	case COMPILE_CANNOT_READ: return cli_machine_error(cli, GJ_DATA_CANNOT_OPEN, path, error);
	case COMPILE_NO_MEMORY: break;
	}
	return cli_no_memory(cli);
}

int cli_compile(const struct cli *cli, const char *path, struct compilation *compilation)
{
	errno = 0;
	enum compile_status status = compile_file(path, compilation);
	return explain_status(cli, path, status, errno);
}

static int image_fault(const struct cli *cli, const char *path, enum gj_image_status status, const char *why)
{
	static const enum gj_data_message_id messages[] = {
		[GJ_IMAGE_NOT_IMAGE] = GJ_DATA_NOT_IMAGE, [GJ_IMAGE_OLDER] = GJ_DATA_IMAGE_OLDER, [GJ_IMAGE_NEWER] = GJ_DATA_IMAGE_NEWER,
		[GJ_IMAGE_TRUNCATED] = GJ_DATA_IMAGE_TRUNCATED, [GJ_IMAGE_CHECKSUM] = GJ_DATA_IMAGE_CHECKSUM, [GJ_IMAGE_INVALID] = GJ_DATA_IMAGE_INVALID,
	};
	if (status == GJ_IMAGE_NO_MEMORY)
		return cli_no_memory(cli);
	const char *arguments[] = { path, why ? why : "" };
	cli_data_message(cli, NULL, 0, messages[status], arguments, 2);
	return CLI_FAULTS;
}

static bool named_as_image(const char *path)
{
	size_t length = strlen(path);
	return length > 4 && strcmp(path + length - 4, ".gjc") == 0;
}

static int load_rules(const struct cli *cli, const char *path, const struct file_bytes *file, struct cli_program *loaded)
{
	errno = 0;
	enum compile_status status = compile_text(path, (const char *)file->bytes, file->size, &loaded->compilation);
	if (status == COMPILE_FAULTS)
		cli_print_findings(cli, &loaded->compilation, cli->error);
	else if (status == COMPILE_OK && diagnostics_count(loaded->compilation.diagnostics, GJ_WARNING) > 0)
		fprintf(cli->error, cli_text(cli, "%s：规则文件有 %zu 条警告，可用 %s check 查看。\n", "%s: the rule file has %zu warnings; see %s check.\n"),
			path, diagnostics_count(loaded->compilation.diagnostics, GJ_WARNING), cli->program);
	loaded->program = loaded->compilation.program;
	return explain_status(cli, path, status, errno);
}

int cli_load(const struct cli *cli, const char *path, struct cli_program *loaded)
{
	*loaded = (struct cli_program){ 0 };
	loaded->arena = gj_arena_new();
	if (!loaded->arena)
		return cli_no_memory(cli);
	struct file_bytes file;
	int error = read_file(path, loaded->arena, &file);
	if (error)
		return cli_machine_error(cli, GJ_DATA_CANNOT_OPEN, path, error);
	struct gj_program *program = NULL;
	const char *why = NULL;
	enum gj_image_status status = gj_image_read(file.bytes, file.size, loaded->arena, &program, &why);
	if (status == GJ_IMAGE_NOT_IMAGE && !named_as_image(path))
		return load_rules(cli, path, &file, loaded);
	if (status != GJ_IMAGE_OK)
		return image_fault(cli, path, status, why);
	loaded->program = program;
	loaded->from_image = true;
	return CLI_GOOD;
}

void cli_unload(struct cli_program *loaded)
{
	if (loaded->compilation.arena)
		compilation_free(&loaded->compilation);
	gj_arena_free(loaded->arena);
	*loaded = (struct cli_program){ 0 };
}
