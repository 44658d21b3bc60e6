/* Tokens for people: --dump=tokens. */
#include "passes.h"
#include "tokens.h"

#include "parser.h"

/* Where the kind itself says what a token is; words of the language say it by their spelling. */
static const char *kind_name(int kind)
{
	switch (kind) {
	case TOKEN_NAME: return "名称";
	case TOKEN_TEXT: return "引文";
	case TOKEN_NUMBER: return "数";
	case TOKEN_DATE: return "日期";
	case TOKEN_END: return "文件结束";
	default: return word_of_kind(kind) ? "词" : "符号";
	}
}

void tokens_dump(const struct tokens *tokens, const struct source *source, FILE *out)
{
	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];
		struct place place = source_place(source, token->span.start);
		fprintf(out, "%zu:%zu%s %s %s", place.line, place.column, token->first_on_line ? " |" : "  ", kind_name(token->kind), token->text);
		if (*token->unit)
			fprintf(out, " 单位 %s", token->unit);
		fputc('\n', out);
	}
}
