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
	case COMPILE_CANNOT_READ: return cli_machine_error(cli, path, error);
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

/* Why an image cannot be used, by enum gj_image_status. */
static const char *const image_faults[][2] = {
	[GJ_IMAGE_OLDER] = { "它是旧版本的映像，请用现在的 guiju 重新编译规则文件", "it is an older image; compile the rule file again" },
	[GJ_IMAGE_NEWER] = { "它是更新版本的 guiju 编译的，请升级 guiju", "a newer guiju made it; please update" },
	[GJ_IMAGE_TRUNCATED] = { "文件不完整，可能没有复制完", "the file is incomplete" },
	[GJ_IMAGE_CHECKSUM] = { "校验和不符，文件已损坏", "its checksum doesn't match: the file is damaged" },
	[GJ_IMAGE_INVALID] = { "内容不合规，文件已损坏或被改动过", "its content is not valid: damaged or tampered with" },
};

static int image_fault(const struct cli *cli, const char *path, enum gj_image_status status, const char *why)
{
	if (status == GJ_IMAGE_NO_MEMORY)
		return cli_no_memory(cli);
	const char *text = image_faults[status][cli->language];
	fprintf(cli->error, cli_text(cli, "%s：映像“%s”不能使用：%s", "%s: the image \"%s\" cannot be used: %s"), cli->program, path, text);
	if (why && status == GJ_IMAGE_INVALID)
		fprintf(cli->error, cli_text(cli, "（%s）", " (%s)"), why);
	fputs(cli_text(cli, "。\n", ".\n"), cli->error);
	return CLI_FAULTS;
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
		return cli_machine_error(cli, path, error);
	struct gj_program *program = NULL;
	const char *why = NULL;
	enum gj_image_status status = gj_image_read(file.bytes, file.size, loaded->arena, &program, &why);
	if (status == GJ_IMAGE_NOT_IMAGE)
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
