/* The grammar: docs/grammar.md in bison's form. It only builds nodes (nodes.def); names, units and meaning are later passes.
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
#include "build.h"
#include "parsing.h"

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
%token <token> NAME TEXT NUMBER DATE SEPARATOR LPAREN RPAREN PERCENT
%token <token> PLUS MINUS TIMES DIVIDE EQUALS DASH
%token <token> STANDARD EDITION DOCUMENT_NUMBER ISSUER EFFECTIVE EXPIRES SOURCE_TEXT NOTE BASIS FULL_MARKS TOTAL OPEN_ENDED
%token <token> EACH_ITEM CAPPED ITEMS_CAPPED
%token <token> DATA CHECK TYPE_NUMBER TYPE_PLAIN TYPE_OPTIONS TO KEEP NULLABLE KEY ALIAS DEFAULT DEFINE
%token <token> PROJECT ITEM POINT CLAUSE AT_MOST_POINTS COMBINE COMBINE_BEST IF EACH BY TIERS OTHERWISE POINTS NO_POINTS
%token <token> BONUS PENALTY VETOES GRADES CONFIRMED CONSEQUENCE
%token <token> SELECTION SCOPE CONDITION ORDER DIRECTION QUOTA TARGET SHARE
%token <token> INTERPRETATION RESOLUTION SAMPLE FROM CASE GIVEN WHERE EXPECT EXPECT_POINTS VETOED REJECTED
%token <token> AND_ABOVE AND_BELOW AT_LEAST OVER AT_MOST UNDER
%token <token> SAME DIFFERENT OR AND NOT IN BETWEEN MEMBER_OF THEN ELSE BOOLEAN ABSENT FILLED EXTREME ROUND

%precedence CLOSED
%precedence error INTERPRETATION BASIS CLAUSE ITEM TEXT

%type <token> lower_word upper_word relation dash equals capped
%type <node> document standard standard_head header section interpretation basis remark points signed
%type <node> data data_head field type unit attribute check definition texts names value
%type <node> project project_head item item_head point point_head clause limit rule tiers tier action amount
%type <node> group group_head group_limit vetoes veto grades grade band lower upper
%type <node> selection keys key target sample given givens case case_head case_given case_expect expectations expectation
%type <node> expr either both negation comparison sum product unary primary arguments

%%

document
	: standard END			{ $$ = parsing->document; }
	;

standard
	: standard_head			{ $$ = begin_standard(parsing, $1); }
	| standard header		{ $$ = ast_add($1, $2); }
	| standard section %prec CLOSED	{ $$ = ast_add($1, $2); }
	| standard error RESUME		{ $$ = $1; yyerrok; }
	;
standard_head
	: STANDARD NAME			{ $$ = named(parsing, NODE_STANDARD, @$, $2); }
	| STANDARD error RESUME		{ $$ = lone(parsing, NODE_STANDARD, @1); yyerrok; }
	| error RESUME			{ $$ = lone(parsing, NODE_STANDARD, @$); yyerrok; }
	| error RESUME STANDARD NAME	{ $$ = named(parsing, NODE_STANDARD, @$, $4); yyerrok; }
	;
header
	: EDITION NUMBER		{ $$ = numbered(parsing, NODE_ATTR_EDITION, @$, $2); }
	| DOCUMENT_NUMBER TEXT		{ $$ = worded(parsing, NODE_ATTR_DOCUMENT, @$, $2); }
	| ISSUER TEXT			{ $$ = worded(parsing, NODE_ATTR_ISSUER, @$, $2); }
	| EFFECTIVE DATE		{ $$ = numbered(parsing, NODE_ATTR_EFFECTIVE, @$, $2); }
	| EXPIRES DATE			{ $$ = numbered(parsing, NODE_ATTR_EXPIRES, @$, $2); }
	| SOURCE_TEXT TEXT		{ $$ = worded(parsing, NODE_ATTR_SOURCE, @$, $2); }
	| NOTE TEXT			{ $$ = worded(parsing, NODE_ATTR_NOTE, @$, $2); }
	| FULL_MARKS NUMBER		{ $$ = ast_add(lone(parsing, NODE_ATTR_FULL, @$), number(parsing, $2)); }
	| TOTAL AT_LEAST signed		{ $$ = ast_add(lone(parsing, NODE_ATTR_FLOOR, @$), $3); }
	| TOTAL AT_MOST signed		{ $$ = ast_add(lone(parsing, NODE_ATTR_CEILING, @$), $3); }
	| TOTAL OPEN_ENDED		{ $$ = lone(parsing, NODE_ATTR_NO_CEILING, @$); }
	| EACH_ITEM CAPPED		{ $$ = lone(parsing, NODE_ATTR_ITEMS_CAP, @$); }
	| ITEMS_CAPPED			{ $$ = lone(parsing, NODE_ATTR_ITEMS_CAP, @$); }
	| basis
	;
section
	: data %prec CLOSED | definition | project %prec CLOSED | item %prec CLOSED | group %prec CLOSED
	| vetoes %prec CLOSED | grades %prec CLOSED | selection %prec CLOSED | target | sample %prec CLOSED | case | interpretation
	;
interpretation
	: INTERPRETATION NAME TEXT RESOLUTION TEXT { $$ = interpretation(parsing, @$, $2, $3, $5); }
	| INTERPRETATION NAME TEXT SEPARATOR RESOLUTION TEXT { $$ = interpretation(parsing, @$, $2, $3, $6); }
	| INTERPRETATION NAME %prec CLOSED { $$ = named(parsing, NODE_INTERPRETATION, @$, $2); }
	| INTERPRETATION error RESUME	{ $$ = NULL; yyerrok; }
	;
/* What any part may carry. */
remark	: interpretation | basis ;
basis
	: BASIS TEXT			{ $$ = worded(parsing, NODE_BASIS, @$, $2); }
	;

/* Data */
data
	: data_head
	| data field %prec CLOSED	{ $$ = ast_add($1, $2); }
	| data check			{ $$ = ast_add($1, $2); }
	| data error RESUME		{ $$ = $1; yyerrok; }
	;
data_head
	: DATA NAME			{ $$ = named(parsing, NODE_DATA, @$, $2); }
	| DATA error RESUME		{ $$ = lone(parsing, NODE_DATA, @1); yyerrok; }
	;
field
	: NAME type			{ $$ = ast_add(named(parsing, NODE_FIELD, @$, $1), $2); }
	| field attribute		{ $$ = ast_add($1, $2); }
	| field ALIAS texts		{ $$ = ast_adopt($1, $3); }
	;
type
	: TYPE_NUMBER			{ $$ = spoken(parsing, NODE_TYPE, @$, $1); }
	| TYPE_NUMBER LPAREN unit RPAREN { $$ = ast_add(spoken(parsing, NODE_TYPE, @$, $1), $3); }
	| TYPE_PLAIN			{ $$ = spoken(parsing, NODE_TYPE, @$, $1); }
	| TYPE_OPTIONS names		{ $$ = ast_adopt(spoken(parsing, NODE_TYPE, @$, $1), $2); }
	| TYPE_OPTIONS LPAREN names RPAREN { $$ = ast_adopt(spoken(parsing, NODE_TYPE, @$, $1), $3); }
	;
unit
	: NAME				{ $$ = spoken(parsing, NODE_UNIT, @$, $1); }
	| PERCENT			{ $$ = spoken(parsing, NODE_UNIT, @$, $1); }
	;
attribute
	: signed TO signed		{ $$ = ast_add(ast_add(lone(parsing, NODE_ATTR_RANGE, @$), $1), $3); }
	| KEEP NUMBER			{ $$ = ast_add(lone(parsing, NODE_ATTR_DECIMALS, @$), number(parsing, $2)); }
	| NULLABLE			{ $$ = lone(parsing, NODE_ATTR_NULLABLE, @$); }
	| KEY				{ $$ = lone(parsing, NODE_ATTR_KEY, @$); }
	| DEFAULT value			{ $$ = ast_add(lone(parsing, NODE_ATTR_DEFAULT, @$), $2); }
	| TEXT				{ $$ = wording(parsing, $1); }
	;
texts
	: TEXT				{ $$ = ast_add(lone(parsing, NODE_FIELD, @$), worded(parsing, NODE_ATTR_ALIAS, @1, $1)); }
	| texts SEPARATOR TEXT		{ $$ = ast_add($1, worded(parsing, NODE_ATTR_ALIAS, @3, $3)); }
	;
check
	: CHECK expr			{ $$ = ast_add(lone(parsing, NODE_CHECK, @$), $2); }
	| CHECK expr TEXT		{ $$ = ast_add(ast_add(lone(parsing, NODE_CHECK, @$), $2), wording(parsing, $3)); }
	;
definition
	: DEFINE NAME equals expr	{ $$ = ast_add(named(parsing, NODE_DEFINITION, @$, $2), $4); }
	| DEFINE NAME equals expr TEXT	{ $$ = ast_add(ast_add(named(parsing, NODE_DEFINITION, @$, $2), $4), wording(parsing, $5)); }
	;
equals	: EQUALS | SAME ;
is	: %empty | EQUALS ;

/* The sheet */
project
	: project_head
	| project item %prec CLOSED	{ $$ = ast_add($1, $2); }
	| project remark			{ $$ = ast_add($1, $2); }
	| project error RESUME		{ $$ = $1; yyerrok; }
	;
project_head
	: PROJECT NAME points capped	{ $$ = heading(parsing, NODE_PROJECT, @$, $2, $3, $4); }
	| PROJECT error RESUME		{ $$ = lone(parsing, NODE_PROJECT, @1); yyerrok; }
	;
points
	: NUMBER			{ $$ = ast_add(lone(parsing, NODE_ATTR_POINTS, @$), number(parsing, $1)); }
	| LPAREN NUMBER RPAREN		{ $$ = ast_add(lone(parsing, NODE_ATTR_POINTS, @2), number(parsing, $2)); }
	;
capped
	: %empty %prec CLOSED		{ $$ = NULL; }
	| CAPPED
	;
item
	: item_head
	| item point %prec CLOSED	{ $$ = ast_add($1, $2); }
	| item clause %prec CLOSED	{ $$ = ast_add($1, $2); }
	| item remark			{ $$ = ast_add($1, $2); }
	| item error RESUME		{ $$ = $1; yyerrok; }
	;
item_head
	: ITEM NAME points capped	{ $$ = heading(parsing, NODE_ITEM, @$, $2, $3, $4); }
	| ITEM error RESUME		{ $$ = lone(parsing, NODE_ITEM, @1); yyerrok; }
	;
point
	: point_head
	| point clause %prec CLOSED	{ $$ = ast_add($1, $2); }
	| point remark			{ $$ = ast_add($1, $2); }
	| point error RESUME		{ $$ = $1; yyerrok; }
	;
point_head
	: POINT points TEXT capped	{ $$ = quoting(parsing, heading(parsing, NODE_POINT, @$, NULL, $2, $4), $3); }
	| POINT TEXT points capped	{ $$ = quoting(parsing, heading(parsing, NODE_POINT, @$, NULL, $3, $4), $2); }
	| POINT error RESUME		{ $$ = lone(parsing, NODE_POINT, @1); yyerrok; }
	;
clause
	: CLAUSE TEXT			{ $$ = quoting(parsing, lone(parsing, NODE_CLAUSE, @$), $2); }
	| CLAUSE error RESUME		{ $$ = lone(parsing, NODE_CLAUSE, @1); yyerrok; }
	| clause limit			{ $$ = ast_add($1, $2); }
	| clause rule %prec CLOSED	{ $$ = ast_add($1, $2); }
	| clause remark			{ $$ = ast_add($1, $2); }
	| clause error RESUME		{ $$ = $1; yyerrok; }
	;
limit
	: AT_MOST_POINTS NUMBER		{ $$ = ast_add(spoken(parsing, NODE_ATTR_MOST, @$, $1), number(parsing, $2)); }
	| COMBINE			{ $$ = spoken(parsing, NODE_ATTR_COMBINE, @$, $1); }
	;

/* Rules */
rule
	: IF expr action		{ $$ = ast_add(ast_add(lone(parsing, NODE_RULE_IF, @$), $2), $3); }
	| IF expr comma action		{ $$ = ast_add(ast_add(lone(parsing, NODE_RULE_IF, @$), $2), $4); }
	| EACH NUMBER expr action	{ $$ = ast_add(ast_add(ast_add(spoken(parsing, NODE_RULE_EACH, @$, $1), number(parsing, $2)), $3), $4); }
	| EACH NUMBER expr SEPARATOR action { $$ = ast_add(ast_add(ast_add(spoken(parsing, NODE_RULE_EACH, @$, $1), number(parsing, $2)), $3), $5); }
	| tiers %prec CLOSED
	| action			{ $$ = ast_add(lone(parsing, NODE_RULE_AMOUNT, @$), $1); }
	;
/* A comma before 扣, or 则, is passed over. */
comma	: SEPARATOR | THEN | SEPARATOR THEN ;
tiers
	: BY sum TIERS			{ $$ = ast_add(lone(parsing, NODE_RULE_TIERS, @$), $2); }
	| tiers tier			{ $$ = ast_add($1, $2); }
	| tiers error RESUME		{ $$ = $1; yyerrok; }
	;
tier
	: band action			{ $$ = ast_add(ast_add(lone(parsing, NODE_TIER, @$), $1), $2); }
	| NAME action			{ $$ = ast_add(ast_add(lone(parsing, NODE_TIER, @$), spoken(parsing, NODE_NAME, @1, $1)), $2); }
	| ABSENT action			{ $$ = ast_add(ast_add(lone(parsing, NODE_TIER, @$), spoken(parsing, NODE_ABSENT, @1, $1)), $2); }
	| OTHERWISE action		{ $$ = ast_add(ast_add(lone(parsing, NODE_TIER, @$), lone(parsing, NODE_OTHERWISE, @1)), $2); }
	;
action
	: POINTS amount			{ $$ = ast_add(spoken(parsing, NODE_ACTION, @$, $1), $2); }
	| NO_POINTS			{ $$ = spoken(parsing, NODE_ACTION, @$, $1); }
	;
/* Points are a number: no comparison, or the next tier's bound would be taken for one. */
amount
	: sum
	| IF expr THEN amount ELSE amount { $$ = ast_add(ast_add(ast_add(lone(parsing, NODE_CONDITIONAL, @$), $2), $4), $6); }
	;

/* Bands */
band
	: lower				{ $$ = ast_add(lone(parsing, NODE_BAND, @$), $1); }
	| lower upper			{ $$ = ast_add(ast_add(lone(parsing, NODE_BAND, @$), $1), $2); }
	| upper				{ $$ = ast_add(lone(parsing, NODE_BAND, @$), $1); }
	| NUMBER			{ $$ = ast_add(lone(parsing, NODE_BAND, @$), bound(parsing, @$, "=", number(parsing, $1))); }
	| NUMBER dash NUMBER		{ $$ = ast_add(ast_add(as_written(parsing, NODE_BAND_DASH, @$, $2), number(parsing, $1)), number(parsing, $3)); }
	;
dash	: MINUS | DASH | TO ;
lower
	: NUMBER AND_ABOVE		{ $$ = bound(parsing, @$, $2->text, number(parsing, $1)); }
	| lower_word signed		{ $$ = bound(parsing, @$, $1->text, $2); }
	;
upper
	: NUMBER AND_BELOW		{ $$ = bound(parsing, @$, $2->text, number(parsing, $1)); }
	| upper_word signed		{ $$ = bound(parsing, @$, $1->text, $2); }
	;
lower_word	: AT_LEAST | OVER ;
upper_word	: AT_MOST | UNDER ;
signed
	: NUMBER			{ $$ = number(parsing, $1); }
	| MINUS NUMBER			{ $$ = negative(parsing, @$, $2); }
	;

/* Additions, subtractions, vetoes */
group
	: group_head %prec CLOSED
	| group clause %prec CLOSED	{ $$ = ast_add($1, $2); }
	| group remark			{ $$ = ast_add($1, $2); }
	| group error RESUME		{ $$ = $1; yyerrok; }
	;
group_head
	: BONUS				{ $$ = lone(parsing, NODE_BONUS, @$); }
	| PENALTY			{ $$ = lone(parsing, NODE_PENALTY, @$); }
	| group_head group_limit	{ $$ = ast_add($1, $2); }
	;
group_limit
	: limit
	| COMBINE_BEST			{ $$ = spoken(parsing, NODE_ATTR_COMBINE, @$, $1); }
	| error RESUME			{ $$ = NULL; yyerrok; }
	;
vetoes
	: VETOES NAME			{ $$ = named(parsing, NODE_VETOES, @$, $2); }
	| VETOES error RESUME		{ $$ = lone(parsing, NODE_VETOES, @1); yyerrok; }
	| vetoes veto %prec CLOSED	{ $$ = ast_add($1, $2); }
	| vetoes remark			{ $$ = ast_add($1, $2); }
	| vetoes error RESUME		{ $$ = $1; yyerrok; }
	;
veto
	: IF expr			{ $$ = ast_add(lone(parsing, NODE_VETO, @$), $2); }
	| IF expr TEXT			{ $$ = ast_add(ast_add(lone(parsing, NODE_VETO, @$), $2), wording(parsing, $3)); }
	| veto remark			{ $$ = ast_add($1, $2); }
	;

/* Grades and the population */
grades
	: GRADES			{ $$ = lone(parsing, NODE_GRADES, @$); }
	| grades grade %prec CLOSED	{ $$ = ast_add($1, $2); }
	| grades remark			{ $$ = ast_add($1, $2); }
	| grades error RESUME		{ $$ = $1; yyerrok; }
	;
grade
	: NAME band			{ $$ = ast_add(named(parsing, NODE_GRADE, @$, $1), $2); }
	| NAME band TEXT		{ $$ = ast_add(ast_add(named(parsing, NODE_GRADE, @$, $1), $2), wording(parsing, $3)); }
	| NAME VETOED			{ $$ = ast_add(named(parsing, NODE_GRADE, @$, $1), lone(parsing, NODE_ATTR_BY_VETO, @2)); }
	| NAME VETOED TEXT		{ $$ = ast_add(ast_add(named(parsing, NODE_GRADE, @$, $1), lone(parsing, NODE_ATTR_BY_VETO, @2)), wording(parsing, $3)); }
	| grade CONFIRMED TEXT		{ $$ = ast_add($1, worded(parsing, NODE_ATTR_CONFIRMED, @3, $3)); }
	| grade CONSEQUENCE TEXT	{ $$ = ast_add($1, worded(parsing, NODE_ATTR_CONSEQUENCE, @3, $3)); }
	;
selection
	: SELECTION NAME		{ $$ = named(parsing, NODE_SELECTION, @$, $2); }
	| SELECTION error RESUME	{ $$ = lone(parsing, NODE_SELECTION, @1); yyerrok; }
	| selection SCOPE names		{ $$ = ast_add($1, ast_adopt(lone(parsing, NODE_ATTR_SCOPE, @2), $3)); }
	| selection CONDITION expr	{ $$ = ast_add($1, ast_add(lone(parsing, NODE_ATTR_CONDITION, @2), $3)); }
	| selection ORDER keys		{ $$ = ast_adopt($1, $3); }
	| selection QUOTA NUMBER	{ $$ = ast_add($1, ast_add(lone(parsing, NODE_ATTR_QUOTA, @2), number(parsing, $3))); }
	| selection QUOTA NUMBER ROUND	{ $$ = ast_add($1, ast_add(spoken(parsing, NODE_ATTR_QUOTA, @4, $4), number(parsing, $3))); }
	| selection CONFIRMED TEXT	{ $$ = ast_add($1, worded(parsing, NODE_ATTR_CONFIRMED, @3, $3)); }
	| selection CONSEQUENCE TEXT	{ $$ = ast_add($1, worded(parsing, NODE_ATTR_CONSEQUENCE, @3, $3)); }
	| selection TEXT		{ $$ = ast_add($1, wording(parsing, $2)); }
	| selection remark			{ $$ = ast_add($1, $2); }
	| selection error RESUME	{ $$ = $1; yyerrok; }
	;
keys
	: key				{ $$ = ast_add(lone(parsing, NODE_SELECTION, @$), $1); }
	| keys SEPARATOR key		{ $$ = ast_add($1, $3); }
	;
key
	: sum				{ $$ = ast_add(lone(parsing, NODE_RANK_KEY, @$), $1); }
	| sum DIRECTION			{ $$ = ast_add(spoken(parsing, NODE_RANK_KEY, @$, $2), $1); }
	| TOTAL				{ $$ = ast_add(lone(parsing, NODE_RANK_KEY, @$), spoken(parsing, NODE_NAME, @1, $1)); }
	| TOTAL DIRECTION		{ $$ = ast_add(spoken(parsing, NODE_RANK_KEY, @$, $2), spoken(parsing, NODE_NAME, @1, $1)); }
	;
names
	: NAME				{ $$ = ast_add(lone(parsing, NODE_NAME, @$), spoken(parsing, NODE_NAME, @1, $1)); }
	| names SEPARATOR NAME		{ $$ = ast_add($1, spoken(parsing, NODE_NAME, @3, $3)); }
	;
target
	: TARGET names SHARE lower	{ $$ = ast_add(ast_adopt(lone(parsing, NODE_TARGET, @$), $2), $4); }
	| TARGET names SHARE upper	{ $$ = ast_add(ast_adopt(lone(parsing, NODE_TARGET, @$), $2), $4); }
	| TARGET NAME AND_ABOVE SHARE lower { $$ = and_above(parsing, @$, $2, $5); }
	| TARGET NAME AND_ABOVE SHARE upper { $$ = and_above(parsing, @$, $2, $5); }
	| target TEXT			{ $$ = ast_add($1, wording(parsing, $2)); }
	;

/* 样例 and 用例 */
sample
	: SAMPLE NAME			{ $$ = named(parsing, NODE_SAMPLE, @$, $2); }
	| SAMPLE NAME FROM NAME		{ $$ = ast_add(named(parsing, NODE_SAMPLE, @$, $2), spoken(parsing, NODE_NAME, @4, $4)); }
	| SAMPLE error RESUME		{ $$ = lone(parsing, NODE_SAMPLE, @1); yyerrok; }
	| sample given %prec CLOSED	{ $$ = ast_add($1, $2); }
	| sample error RESUME		{ $$ = $1; yyerrok; }
	;
given
	: NAME is value			{ $$ = ast_add(named(parsing, NODE_GIVEN, @$, $1), $3); }
	| given SEPARATOR
	;
value
	: signed
	| BOOLEAN			{ $$ = boolean(parsing, $1); }
	| NAME				{ $$ = spoken(parsing, NODE_NAME, @$, $1); }
	| TEXT				{ $$ = worded(parsing, NODE_STRING, @$, $1); }
	| ABSENT			{ $$ = spoken(parsing, NODE_ABSENT, @$, $1); }
	;
case
	: case_head case_given case_expect { $$ = ast_adopt(ast_adopt($1, $2), $3); }
	| case case_expect		{ $$ = ast_adopt($1, $2); }
	;
case_head
	: CASE TEXT			{ $$ = worded(parsing, NODE_CASE, @$, $2); }
	| CASE error RESUME		{ $$ = lone(parsing, NODE_CASE, @1); yyerrok; }
	;
case_given
	: GIVEN NAME			{ $$ = ast_add(lone(parsing, NODE_CASE, @$), spoken(parsing, NODE_NAME, @2, $2)); }
	| GIVEN NAME WHERE givens	{ $$ = ast_adopt(ast_add(lone(parsing, NODE_CASE, @$), spoken(parsing, NODE_NAME, @2, $2)), $4); }
	| GIVEN NAME SEPARATOR givens	{ $$ = ast_adopt(ast_add(lone(parsing, NODE_CASE, @$), spoken(parsing, NODE_NAME, @2, $2)), $4); }
	| GIVEN givens			{ $$ = $2; }
	| GIVEN error RESUME		{ $$ = lone(parsing, NODE_CASE, @1); yyerrok; }
	;
givens
	: given				{ $$ = ast_add(lone(parsing, NODE_CASE, @$), $1); }
	| givens given			{ $$ = ast_add($1, $2); }
	;
case_expect
	: EXPECT expectations		{ $$ = $2; }
	| EXPECT error RESUME		{ $$ = lone(parsing, NODE_CASE, @1); yyerrok; }
	;
expectations
	: expectation			{ $$ = ast_add(lone(parsing, NODE_CASE, @$), $1); }
	| expectations SEPARATOR expectation { $$ = ast_add($1, $3); }
	;
expectation
	: NAME is signed		{ $$ = ast_add(named(parsing, NODE_EXPECT, @$, $1), $3); }
	| TOTAL is signed		{ $$ = ast_add(named(parsing, NODE_EXPECT, @$, $1), $3); }
	| EXPECT_POINTS signed		{ $$ = ast_add(named(parsing, NODE_EXPECT, @$, $1), $2); }
	| GRADES NAME			{ $$ = ast_add(named(parsing, NODE_EXPECT, @$, $1), spoken(parsing, NODE_NAME, @2, $2)); }
	| VETOED BOOLEAN		{ $$ = ast_add(named(parsing, NODE_EXPECT, @$, $1), boolean(parsing, $2)); }
	| VETOED TEXT			{ $$ = ast_add(named(parsing, NODE_EXPECT, @$, $1), worded(parsing, NODE_STRING, @2, $2)); }
	| REJECTED NAME			{ $$ = ast_add(named(parsing, NODE_EXPECT, @$, $1), spoken(parsing, NODE_NAME, @2, $2)); }
	;

/* Expressions */
expr
	: either
	| IF expr THEN expr ELSE expr	{ $$ = ast_add(ast_add(ast_add(lone(parsing, NODE_CONDITIONAL, @$), $2), $4), $6); }
	;
either
	: both
	| either OR both		{ $$ = binary(parsing, @2, $2, $1, $3); }
	;
both
	: negation
	| both AND negation		{ $$ = binary(parsing, @2, $2, $1, $3); }
	;
negation
	: comparison
	| NOT negation			{ $$ = unary(parsing, @1, $1, $2); }
	;
comparison
	: sum
	| sum relation sum		{ $$ = binary(parsing, @2, $2, $1, $3); }
	| sum lower_word sum		{ $$ = binary(parsing, @2, $2, $1, $3); }
	| sum upper_word sum		{ $$ = binary(parsing, @2, $2, $1, $3); }
	| sum lower_word sum upper	{ $$ = within(parsing, $1, bound(parsing, (struct span){ @2.start, @3.end }, $2->text, $3), $4); }
	| sum NUMBER AND_ABOVE		{ $$ = within(parsing, $1, bound(parsing, (struct span){ @2.start, @3.end }, $3->text, number(parsing, $2)), NULL); }
	| sum NUMBER AND_ABOVE upper	{ $$ = within(parsing, $1, bound(parsing, (struct span){ @2.start, @3.end }, $3->text, number(parsing, $2)), $4); }
	| sum NUMBER AND_BELOW		{ $$ = within(parsing, $1, bound(parsing, (struct span){ @2.start, @3.end }, $3->text, number(parsing, $2)), NULL); }
	| sum IN sum TO sum BETWEEN	{ $$ = within(parsing, $1, bound(parsing, @3, ">=", $3), bound(parsing, @5, "<=", $5)); }
	| sum MEMBER_OF LPAREN names RPAREN { $$ = ast_adopt(ast_add(lone(parsing, NODE_MEMBER, @$), $1), $4); }
	| sum ABSENT			{ $$ = ast_add(spoken(parsing, NODE_IS_ABSENT, @$, $2), $1); }
	| sum SAME ABSENT		{ $$ = ast_add(spoken(parsing, NODE_IS_ABSENT, @$, $3), $1); }
	| sum FILLED			{ $$ = ast_add(spoken(parsing, NODE_IS_ABSENT, @$, $2), $1); }
	;
relation	: EQUALS | SAME | DIFFERENT ;
sum
	: product
	| sum PLUS product		{ $$ = binary(parsing, @2, $2, $1, $3); }
	| sum MINUS product		{ $$ = binary(parsing, @2, $2, $1, $3); }
	;
product
	: unary
	| product TIMES unary		{ $$ = binary(parsing, @2, $2, $1, $3); }
	| product DIVIDE unary		{ $$ = binary(parsing, @2, $2, $1, $3); }
	;
unary
	: primary
	| MINUS unary			{ $$ = unary(parsing, @1, $1, $2); }
	;
primary
	: NUMBER			{ $$ = number(parsing, $1); }
	| NAME				{ $$ = spoken(parsing, NODE_NAME, @$, $1); }
	| BOOLEAN			{ $$ = boolean(parsing, $1); }
	| LPAREN expr RPAREN		{ $$ = bracketed($2, @$); }
	| EXTREME LPAREN arguments RPAREN { $$ = ast_adopt(spoken(parsing, NODE_CALL, @$, $1), $3); }
	| ROUND LPAREN expr RPAREN	{ $$ = ast_add(spoken(parsing, NODE_CALL, @$, $1), $3); }
	| ROUND LPAREN expr SEPARATOR KEEP NUMBER RPAREN
		{ $$ = ast_add(spoken(parsing, NODE_CALL, @$, $1), $3); $$->number = $6->number; }
	;
arguments
	: expr				{ $$ = ast_add(lone(parsing, NODE_CALL, @$), $1); }
	| arguments SEPARATOR expr	{ $$ = ast_add($1, $3); }
	;

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
	for (int kind = TOKEN_RESUME; kind <= TOKEN_ROUND; kind++)
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
