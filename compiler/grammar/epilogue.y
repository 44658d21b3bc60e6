%%

static int yyreport_syntax_error(const yypcontext_t *context, struct parsing *parsing)
{
	yysymbol_kind_t symbols[YYNTOKENS];
	int kinds[MOST_EXPECTED];
	if (is_quiet(parsing)) {
		syntax_error(parsing, kinds, 0);
		return 0;
	}
	int count = yypcontext_expected_tokens(context, symbols, YYNTOKENS);
	size_t kept = 0;
	/* The tables hold symbols; everyone else speaks of token kinds. */
	for (int kind = TOKEN_RESUME; kind <= YYMAXUTOK; kind++)
		for (int i = 0; i < count && kept < MOST_EXPECTED; i++)
			if (symbols[i] == YYTRANSLATE(kind) && kind != TOKEN_RESUME)
				kinds[kept++] = kind;
	syntax_error(parsing, kinds, kept);
	return 0;
}

/* Called only when the parser's stack is full or memory is out. */
static void yyerror(YYLTYPE *span, struct parsing *parsing, const char *text)
{
	(void)text;
	report(parsing->diagnostics, MSG_TOO_DEEP, *span, NULL);
}
