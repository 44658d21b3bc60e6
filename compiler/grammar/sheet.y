/* The sheet: 大类, 项目, 指标, 要点, 条款. */
%type <node> division project project_head points item item_head point point_head series series_head clause limit capped;
%type <node> void_item void_project void_sheet waiver waiver_point waiver_item waiver_project judged judged_clause factor;

division
	: DIVISION NAME points		{ $$ = ast_add(named(parsing, NODE_DIVISION, @$, $2), $3); }
	| division remark		{ $$ = ast_add($1, $2); }
	| division error RESUME		{ $$ = $1; yyerrok; }
	| DIVISION error RESUME		{ $$ = lone(parsing, NODE_DIVISION, @1); yyerrok; }
	;
project
	: project_head %prec CLOSED
	| project item %prec CLOSED	{ $$ = ast_add($1, $2); }
	| project void_project		{ $$ = ast_add($1, $2); }
	| project waiver_project	{ $$ = ast_add($1, $2); }
	| project remark			{ $$ = ast_add($1, $2); }
	| project error RESUME		{ $$ = $1; yyerrok; }
	;
project_head
	: PROJECT NAME points		{ $$ = ast_add(named(parsing, NODE_PROJECT, @$, $2), $3); }
	| project_head capped		{ $$ = ast_add($1, $2); }
	| project_head WEIGHT NUMBER	{ $$ = ast_add($1, weight(parsing, @3, $3)); }
	| project_head WAIVED_AS WAIVED_COUNTS { $$ = ast_add($1, spoken(parsing, NODE_ATTR_WAIVED, @3, $3)); }
	| project_head waiver		{ $$ = ast_add($1, $2); }
	| project_head error RESUME	{ $$ = $1; yyerrok; }
	| PROJECT error RESUME		{ $$ = lone(parsing, NODE_PROJECT, @1); yyerrok; }
	;
points
	: NUMBER			{ $$ = ast_add(lone(parsing, NODE_ATTR_POINTS, @$), number(parsing, $1)); }
	| LPAREN NUMBER RPAREN		{ $$ = ast_add(lone(parsing, NODE_ATTR_POINTS, @2), number(parsing, $2)); }
	;
capped	: CAPPED			{ $$ = lone(parsing, NODE_ATTR_CAP, @$); } ;
item
	: item_head %prec CLOSED
	| item point %prec CLOSED	{ $$ = ast_add($1, $2); }
	| item series %prec CLOSED	{ $$ = ast_add($1, $2); }
	| item clause %prec CLOSED	{ $$ = ast_add($1, $2); }
	| item judged_clause		{ $$ = ast_add($1, $2); }
	| item void_item		{ $$ = ast_add($1, $2); }
	| item waiver_item		{ $$ = ast_add($1, $2); }
	| item remark			{ $$ = ast_add($1, $2); }
	| item error RESUME		{ $$ = $1; yyerrok; }
	;
/* 得0分 as a whole, at three levels; each has its word, so that it may stand after its inner parts. */
void_item
	: VOID_ITEM IF expr		{ $$ = ast_add(spoken(parsing, NODE_VOID, @$, $1), $3); }
	| void_item TEXT		{ $$ = ast_add($1, wording(parsing, $2)); }
	;
void_project
	: VOID_PROJECT IF expr		{ $$ = ast_add(spoken(parsing, NODE_VOID, @$, $1), $3); }
	| void_project TEXT		{ $$ = ast_add($1, wording(parsing, $2)); }
	;
void_sheet
	: VOID_SHEET IF expr		{ $$ = ast_add(spoken(parsing, NODE_VOID, @$, $1), $3); }
	| void_sheet TEXT		{ $$ = ast_add($1, wording(parsing, $2)); }
	;
/* A part that doesn't apply: said below its heading, or further down by a word of its own. */
waiver
	: WAIVED IF expr		{ $$ = ast_add(spoken(parsing, NODE_WAIVER, @$, $1), $3); }
	| waiver TEXT			{ $$ = ast_add($1, wording(parsing, $2)); }
	;
waiver_point
	: WAIVED_POINT IF expr		{ $$ = ast_add(spoken(parsing, NODE_WAIVER, @$, $1), $3); }
	| waiver_point TEXT		{ $$ = ast_add($1, wording(parsing, $2)); }
	;
waiver_item
	: WAIVED_ITEM IF expr		{ $$ = ast_add(spoken(parsing, NODE_WAIVER, @$, $1), $3); }
	| waiver_item TEXT		{ $$ = ast_add($1, wording(parsing, $2)); }
	;
waiver_project
	: WAIVED_PROJECT IF expr	{ $$ = ast_add(spoken(parsing, NODE_WAIVER, @$, $1), $3); }
	| waiver_project TEXT		{ $$ = ast_add($1, wording(parsing, $2)); }
	;
item_head
	: ITEM NAME points		{ $$ = ast_add(named(parsing, NODE_ITEM, @$, $2), $3); }
	| item_head capped		{ $$ = ast_add($1, $2); }
	| item_head limit		{ $$ = ast_add($1, $2); }
	| item_head WEIGHT NUMBER	{ $$ = ast_add($1, weight(parsing, @3, $3)); }
	| item_head waiver		{ $$ = ast_add($1, $2); }
	| item_head error RESUME	{ $$ = $1; yyerrok; }
	| ITEM error RESUME		{ $$ = lone(parsing, NODE_ITEM, @1); yyerrok; }
	;
point
	: point_head %prec CLOSED
	| point series %prec CLOSED	{ $$ = ast_add($1, $2); }
	| point clause %prec CLOSED	{ $$ = ast_add($1, $2); }
	| point judged_clause		{ $$ = ast_add($1, $2); }
	| point waiver_point		{ $$ = ast_add($1, $2); }
	| point remark			{ $$ = ast_add($1, $2); }
	| point error RESUME		{ $$ = $1; yyerrok; }
	;
point_head
	: POINT points TEXT		{ $$ = quoting(parsing, ast_add(lone(parsing, NODE_POINT, @$), $2), $3); }
	| POINT TEXT points		{ $$ = quoting(parsing, ast_add(lone(parsing, NODE_POINT, @$), $3), $2); }
	| point_head capped		{ $$ = ast_add($1, $2); }
	| point_head limit		{ $$ = ast_add($1, $2); }
	| point_head waiver		{ $$ = ast_add($1, $2); }
	| point_head error RESUME	{ $$ = $1; yyerrok; }
	| POINT error RESUME		{ $$ = lone(parsing, NODE_POINT, @1); yyerrok; }
	;
/* 以下各条: clauses that share a limit, up to the next 以下各条 or the end of the part they stand in. */
series
	: series_head %prec CLOSED
	| series clause %prec CLOSED	{ $$ = ast_add($1, $2); }
	| series remark			{ $$ = ast_add($1, $2); }
	| series error RESUME		{ $$ = $1; yyerrok; }
	;
series_head
	: SERIES			{ $$ = named(parsing, NODE_SERIES, @$, $1); }
	| SERIES TEXT			{ $$ = quoting(parsing, named(parsing, NODE_SERIES, @$, $1), $2); }
	| series_head limit		{ $$ = ast_add($1, $2); }
	;
clause
	: CLAUSE TEXT			{ $$ = quoting(parsing, lone(parsing, NODE_CLAUSE, @$), $2); }
	| CLAUSE error RESUME		{ $$ = lone(parsing, NODE_CLAUSE, @1); yyerrok; }
	| clause limit			{ $$ = ast_add($1, $2); }
	| clause factor			{ $$ = ast_add($1, $2); }
	| clause rule %prec CLOSED	{ $$ = ast_add($1, $2); }
	| clause remark			{ $$ = ast_add($1, $2); }
	| clause error RESUME		{ $$ = $1; yyerrok; }
	;
/* 评分: points that a judge gives, and the column they stand in. An 指标 or 要点 that is simply judged needs no 条款. */
judged
	: JUDGED			{ $$ = judged(parsing, @$, $1, NULL); }
	| JUDGED NAME			{ $$ = judged(parsing, @$, $1, $2); }
	| judged signed TO signed	{ $$ = ast_add($1, ast_add(ast_add(lone(parsing, NODE_ATTR_RANGE, @2), $2), $4)); }
	| judged KEEP NUMBER		{ $$ = ast_add($1, ast_add(lone(parsing, NODE_ATTR_DECIMALS, @2), number(parsing, $3))); }
	;
judged_clause
	: judged %prec CLOSED		{ $$ = ast_add(lone(parsing, NODE_CLAUSE, @$), ast_add(lone(parsing, NODE_RULE_AMOUNT, @$), $1)); }
	| judged TEXT			{ $$ = ast_add(quoting(parsing, lone(parsing, NODE_CLAUSE, @$), $2), ast_add(lone(parsing, NODE_RULE_AMOUNT, @1), $1)); }
	;
factor
	: FACTOR IF expr		{ $$ = ast_add(spoken(parsing, NODE_FACTOR, @$, $1), $3); }
	| FACTOR NUMBER IF expr		{ $$ = ast_add(ast_add(spoken(parsing, NODE_FACTOR, @$, $1), number(parsing, $2)), $4); }
	;
limit
	: AT_MOST_POINTS NUMBER		{ $$ = ast_add(spoken(parsing, NODE_ATTR_MOST, @$, $1), number(parsing, $2)); }
	| COMBINE			{ $$ = spoken(parsing, NODE_ATTR_COMBINE, @$, $1); }
	| COMBINE_BEST			{ $$ = spoken(parsing, NODE_ATTR_COMBINE, @$, $1); }
	;
