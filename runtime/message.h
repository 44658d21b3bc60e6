/* The registry of messages: every finding a user can see is one row of messages.def (rules) or data_messages.def (data, images, machine).
 * Codes are never reused. */
#ifndef GJ_MESSAGE_H
#define GJ_MESSAGE_H
#include <stdbool.h>
#include <stddef.h>

enum gj_severity { GJ_ERROR, GJ_WARNING, GJ_NOTE };
enum gj_language { GJ_CHINESE, GJ_ENGLISH };

/* {0} … {9} in a text stand for the finding's arguments; {1zh} and {1en} for an argument that is an errno in decimals, said in that language
 * (an argument that is no number stands as it is). */
struct gj_message {
	const char *code;            /* GJ1001 */
	enum gj_severity severity;
	const char *text[2];         /* by enum gj_language */
	const char *explanation[2];
	const char *wrong, *right;   /* examples, or "" */
};

/* Fills the placeholders. Returns the length the whole text needs; writes at most size-1 bytes and a NUL, never half a character. */
size_t gj_message_format(const char *text, const char *const *arguments, size_t count, char *out, size_t size);
#endif
