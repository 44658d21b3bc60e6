/* Syntax errors in the author's words. */
#include "parsing.h"

#include "parser.h"

void report_syntax_error(struct parsing *parsing, const int *expected, size_t count)
{
	(void)expected, (void)count;
	const struct token *token = &parsing->tokens->items[parsing->current];
	report(parsing->diagnostics, MSG_UNEXPECTED, token->span, token->text, "", NULL);
}
