/* 样例 and 用例. */
%type <node> sample record given value case case_head case_given givens case_expect expectations expectation;

sample
	: SAMPLE NAME			{ $$ = named(parsing, NODE_SAMPLE, @$, $2); }
	| SAMPLE NAME FROM NAME		{ $$ = ast_add(named(parsing, NODE_SAMPLE, @$, $2), spoken(parsing, NODE_NAME, @4, $4)); }
	| SAMPLE error RESUME		{ $$ = lone(parsing, NODE_SAMPLE, @1); yyerrok; }
	| sample given %prec CLOSED	{ $$ = ast_add($1, $2); }
	| sample error RESUME		{ $$ = $1; yyerrok; }
	;
given
	: NAME is value			{ $$ = ast_add(named(parsing, NODE_GIVEN, @$, $1), $3); }
	| NAME record			{ $$ = ast_add(named(parsing, NODE_GIVEN_ROWS, @$, $1), $2); }
	| record			{ $$ = ast_add(lone(parsing, NODE_GIVEN_ROWS, @$), $1); }
	| given SEPARATOR
	;
record	: LPAREN givens RPAREN		{ $$ = ast_adopt(lone(parsing, NODE_RECORD, @$), $2); } ;
value
	: signed
	| DATE				{ $$ = date(parsing, $1); }
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
	| NAME is ABSENT		{ $$ = ast_add(named(parsing, NODE_EXPECT, @$, $1), spoken(parsing, NODE_ABSENT, @3, $3)); }
	| TOTAL is ABSENT		{ $$ = ast_add(named(parsing, NODE_EXPECT, @$, $1), spoken(parsing, NODE_ABSENT, @3, $3)); }
	| TOTAL is signed		{ $$ = ast_add(named(parsing, NODE_EXPECT, @$, $1), $3); }
	| EXPECT_POINTS signed		{ $$ = ast_add(named(parsing, NODE_EXPECT, @$, $1), $2); }
	| GRADES NAME			{ $$ = ast_add(named(parsing, NODE_EXPECT, @$, $1), spoken(parsing, NODE_NAME, @2, $2)); }
	| VETOED BOOLEAN		{ $$ = ast_add(named(parsing, NODE_EXPECT, @$, $1), boolean(parsing, $2)); }
	| VETOED TEXT			{ $$ = ast_add(named(parsing, NODE_EXPECT, @$, $1), worded(parsing, NODE_STRING, @2, $2)); }
	| REJECTED NAME			{ $$ = ast_add(named(parsing, NODE_EXPECT, @$, $1), spoken(parsing, NODE_NAME, @2, $2)); }
	;
