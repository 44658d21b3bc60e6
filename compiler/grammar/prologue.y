/* The grammar: docs/grammar.md in bison's form. It only builds nodes (nodes.def); names, units and meaning are later passes.
 * The Makefile joins the files of this folder: this one, the rules by subject, the ending.
 *
 * Every list has an `error RESUME` production. On a syntax error feed.c picks the token to go on at and sends RESUME before it,
 * so that the innermost open list swallows the fault and nothing else. An inner part takes 口径, 依据, 条款 and 指标 before an outer one. */
%require "3.8"
%define api.pure full
%define api.token.prefix {TOKEN_}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param {struct parsing *parsing}

%code requires {
#include "compiler/ast.h"
struct parsing;
struct token;
}

%union {
	const struct token *token;
	struct node *node;
}

%code {
#include "compiler/build.h"
#include "compiler/parsing.h"

/* The stack never grows: feed.c bounds the depth of expressions, and lists recurse on the left. */
#define YYINITDEPTH 1600
#define YYMAXDEPTH 1600
#define YYLLOC_DEFAULT(current, right, count) \
	((current) = (count) ? (struct span){ YYRHSLOC(right, 1).start, YYRHSLOC(right, count).end } \
						 : (struct span){ YYRHSLOC(right, 0).end, YYRHSLOC(right, 0).end })

#define yylex(value, span, parsing) feed(parsing, &(value)->token, span)
static void yyerror(YYLTYPE *span, struct parsing *parsing, const char *text);
}

/* MISFIT fits nowhere: feed.c sends it to make a syntax error. */
%token RESUME END MISFIT
%token <token> NAME COLUMN TEXT NUMBER DATE SEPARATOR LPAREN RPAREN PERCENT
%token <token> PLUS MINUS TIMES DIVIDE EQUALS DASH
%token <token> STANDARD BASED_ON EDITION DOCUMENT_NUMBER ISSUER EFFECTIVE EXPIRES SOURCE_TEXT NOTE BASIS FULL_MARKS TOTAL OPEN_ENDED
%token <token> PARTIES GAP TAKING PREVAILS APART
%token <token> EACH_ITEM CAPPED ITEMS_CAPPED RESULTS CARRYING
%token <token> LEDGER LINK OF WHEN EMPTY_LEDGER TRIM ENDS ALONG_WITH COMBINE_WORST TABLE FILE OUTSIDE END_VALUES VALUES
%token <token> DATA CHECK TYPE_NUMBER TYPE_PLAIN TYPE_OPTIONS JUDGED TO KEEP NULLABLE INAPPLICABLE KEY ALIAS DEFAULT DEFINE
%token <token> DIVISION PROJECT ITEM POINT SERIES CLAUSE AT_MOST_POINTS UP_TO_FULL COMBINE COMBINE_BEST IF EACH BY PROPORTION TIERS OTHERWISE POINTS DISCRETION NO_POINTS FACTOR
%token <token> WEIGHT VOID_POINT VOID_ITEM VOID_PROJECT VOID_SHEET WAIVED WAIVED_AS WAIVED_POINT WAIVED_ITEM WAIVED_PROJECT WAIVED_COUNTS
%token <token> BONUS PENALTY VETOES GRADES CONFIRMED CONSEQUENCE CEILING_GRADE LOWERED LOWEST_GRADE BETTER_OR_WORSE AWARDED
%token <token> SELECTION SCOPE CONDITION ORDER DIRECTION QUOTA TARGET SHARE
%token <token> RANKING GROUPED MERGED TIES TIE_RULE BEYOND LISTED PLACING FIRST NEXT ORDINAL
%token <token> INTERPRETATION RESOLUTION SAMPLE FROM CASE GIVEN WHERE EXPECT EXPECT_POINTS VETOED REJECTED
%token <token> REMOVE REPOINT AMEND INSTEAD ADD INTO
%token <token> AND_ABOVE AND_BELOW AT_LEAST OVER AT_MOST UNDER
%token <token> SAME DIFFERENT OR AND NOT IN BETWEEN MEMBER_OF THEN ELSE BOOLEAN ABSENT FILLED ZERO_DIVISOR EVERY_SCORE EXTREME ROUND

%precedence CLOSED
%precedence error INTERPRETATION BASIS CLAUSE SERIES ITEM JUDGED TEXT WAIVED_AS

%%
