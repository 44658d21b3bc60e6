#include "native_compiler.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

/* Vectors need -O3 of gcc; a compiler that doesn't know -march=native is asked again without it. */
static const char *const options[] = { "-std=c11", "-O3", "-w", "-fPIC", "-shared", "-march=native" };
enum {
	OPTIONS = sizeof options / sizeof *options,
	LONGEST_SECONDS = 300,
	POLL_MILLISECONDS = 5
};

static bool is_program(const char *path)
{
	struct stat found;
	return stat(path, &found) == 0 && S_ISREG(found.st_mode) && access(path, X_OK) == 0;
}

static bool look_for(struct native_compiler *compiler, const char *name)
{
	const char *path = getenv("PATH");
	if (strchr(name, '/')) {
		snprintf(compiler->program, sizeof compiler->program, "%s", name);
		return is_program(name);
	}
	while (path && *path) {
		size_t length = strcspn(path, ":");
		int written = snprintf(compiler->program, sizeof compiler->program, "%.*s/%s", (int)length, length ? path : ".", name);
		if (written > 0 && (size_t)written < sizeof compiler->program && is_program(compiler->program))
			return true;
		path += length + (path[length] == ':');
	}
	return false;
}

static bool take(struct native_compiler *compiler, const char *command)
{
	int length = snprintf(compiler->text, sizeof compiler->text, "%s", command);
	char *rest;
	compiler->word_count = 0;
	if (length < 0 || (size_t)length >= sizeof compiler->text)
		return false;
	for (char *word = strtok_r(compiler->text, " \t", &rest); word && compiler->word_count < COMPILER_WORDS; word = strtok_r(NULL, " \t", &rest))
		compiler->words[compiler->word_count++] = word;
	return compiler->word_count && look_for(compiler, compiler->words[0]);
}

bool native_compiler_find(struct native_compiler *compiler)
{
	static const char *const usual[] = { "cc", "gcc", "clang" };
	const char *chosen = getenv("CC");
	if (chosen && *chosen)
		return take(compiler, chosen);
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		if (take(compiler, usual[i]))
			return true;
	return false;
}

/* The lines that tell what this processor can do. */
static void describe_processor(char *text, size_t room)
{
	char line[8192];
	FILE *file = fopen("/proc/cpuinfo", "r");
	*text = '\0';
	while (file && fgets(line, sizeof line, file) && line[0] != '\n')
		if (strncmp(line, "model name", 10) == 0 || strncmp(line, "flags", 5) == 0 || strncmp(line, "Features", 8) == 0) {
			size_t length = strlen(text);
			snprintf(text + length, room - length, "%s", line);
		}
	if (file)
		fclose(file);
}

void native_compiler_describe(const struct native_compiler *compiler, char *text, size_t room)
{
	struct stat found = { 0 };
	int length = snprintf(text, room, "guiju %s\n", GUIJU_VERSION);
	for (size_t i = 0; i < compiler->word_count; i++)
		length += snprintf(text + length, room - (size_t)length, "%s ", compiler->words[i]);
	for (size_t i = 0; i < OPTIONS; i++)
		length += snprintf(text + length, room - (size_t)length, "%s ", options[i]);
	stat(compiler->program, &found);
	length += snprintf(text + length, room - (size_t)length, "\n%s %lld %lld.%09ld\n", compiler->program, (long long)found.st_size,
		(long long)found.st_mtim.tv_sec, found.st_mtim.tv_nsec);
	describe_processor(text + length, room - (size_t)length);
}

/* Its exit status; -1: it took too long and was ended, with whatever it had started. */
static int wait_for(pid_t child)
{
	const struct timespec pause = { .tv_nsec = POLL_MILLISECONDS * 1000000L };
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	time_t last = now.tv_sec + LONGEST_SECONDS;
	int status = 0;
	pid_t ended;
	while ((ended = waitpid(child, &status, WNOHANG)) == 0 && now.tv_sec <= last) {
		nanosleep(&pause, NULL);
		clock_gettime(CLOCK_MONOTONIC, &now);
	}
	if (ended == 0) {
		kill(-child, SIGKILL);
		waitpid(child, &status, 0);
		return -1;
	}
	return ended == child && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/* Where a child works, what it reads and where it prints; 0, or errno. */
static int prepare(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes, const char *folder)
{
	int error = posix_spawn_file_actions_addchdir_np(actions, folder);
	if (!error)
		error = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (!error)
		error = posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, "log", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (!error)
		error = posix_spawn_file_actions_adddup2(actions, STDOUT_FILENO, STDERR_FILENO);
	if (!error)
		error = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP);
	return error;
}

/* -1 when it can't be started. */
static pid_t start(const struct native_compiler *compiler, const char *folder, size_t option_count)
{
	const char *words[COMPILER_WORDS + OPTIONS + 4];
	size_t count = 0;
	words[count++] = compiler->program;
	for (size_t i = 1; i < compiler->word_count; i++)
		words[count++] = compiler->words[i];
	for (size_t i = 0; i < option_count; i++)
		words[count++] = options[i];
	words[count++] = "standard.c";
	words[count++] = "-o";
	words[count++] = "standard.so";
	words[count] = NULL;
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	if (posix_spawn_file_actions_init(&actions) != 0)
		return -1;
	pid_t child = -1;
	if (posix_spawnattr_init(&attributes) == 0) {
		if (prepare(&actions, &attributes, folder) != 0 ||
			posix_spawn(&child, compiler->program, &actions, &attributes, (char *const *)(uintptr_t)words, environ) != 0)
			child = -1;
		posix_spawnattr_destroy(&attributes);
	}
	posix_spawn_file_actions_destroy(&actions);
	return child;
}

enum native_outcome native_compiler_run(const struct native_compiler *compiler, const char *folder)
{
	for (size_t left_out = 0; left_out < 2; left_out++) {
		pid_t child = start(compiler, folder, OPTIONS - left_out);
		int status = child < 0 ? 1 : wait_for(child);
		if (status <= 0)
			return status == 0 ? NATIVE_COMPILED : NATIVE_TOO_SLOW;
	}
	return NATIVE_REFUSED;
}
