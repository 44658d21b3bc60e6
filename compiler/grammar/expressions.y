/* Expressions. */
%type <token> relation;
%type <node> expr either both negation comparison sum product unary primary arguments members member choices choice total total_of trimmed ends;

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
	| sum lower_word sum upper_word DATE
		{ $$ = within(parsing, $1, bound(parsing, (struct span){ @2.start, @3.end }, $2->text, $3), bound(parsing, (struct span){ @4.start, @5.end }, $4->text, date(parsing, $5))); }
	| sum NUMBER AND_ABOVE		{ $$ = within(parsing, $1, bound(parsing, (struct span){ @2.start, @3.end }, $3->text, number(parsing, $2)), NULL); }
	| sum NUMBER AND_ABOVE upper	{ $$ = within(parsing, $1, bound(parsing, (struct span){ @2.start, @3.end }, $3->text, number(parsing, $2)), $4); }
	| sum NUMBER AND_BELOW		{ $$ = within(parsing, $1, bound(parsing, (struct span){ @2.start, @3.end }, $3->text, number(parsing, $2)), NULL); }
	| sum IN sum TO sum BETWEEN	{ $$ = within(parsing, $1, bound(parsing, @3, ">=", $3), bound(parsing, @5, "<=", $5)); }
	| sum MEMBER_OF LPAREN members RPAREN { $$ = ast_adopt(ast_add(lone(parsing, NODE_MEMBER, @$), $1), $4); }
	| sum ABSENT			{ $$ = ast_add(spoken(parsing, NODE_IS_ABSENT, @$, $2), $1); }
	| sum SAME ABSENT		{ $$ = ast_add(spoken(parsing, NODE_IS_ABSENT, @$, $3), $1); }
	| sum FILLED			{ $$ = ast_add(spoken(parsing, NODE_IS_ABSENT, @$, $2), $1); }
	;
members
	: member			{ $$ = ast_add(lone(parsing, NODE_MEMBER, @$), $1); }
	| members SEPARATOR member	{ $$ = ast_add($1, $3); }
	;
member
	: NAME				{ $$ = spoken(parsing, NODE_NAME, @$, $1); }
	| signed
	| DATE				{ $$ = date(parsing, $1); }
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
	| product DIVIDE unary ZERO_DIVISOR SAME unary
		{ $$ = ast_add(binary(parsing, @2, $2, $1, $3), ast_add(lone(parsing, NODE_ATTR_ZERO, @4), $6)); }
	;
unary
	: primary
	| MINUS unary			{ $$ = unary(parsing, @1, $1, $2); }
	;
primary
	: NUMBER			{ $$ = number(parsing, $1); }
	| NAME				{ $$ = spoken(parsing, NODE_NAME, @$, $1); }
	| DATE				{ $$ = date(parsing, $1); }
	| total RPAREN			{ $$ = $1; $$->span = @$; }
	| total EMPTY_LEDGER SAME sum RPAREN { $$ = ast_add($1, ast_add(lone(parsing, NODE_ATTR_EMPTY, @4), $4)); $$->span = @$; }
	| total OUTSIDE SAME sum RPAREN	{ $$ = ast_add($1, ast_add(lone(parsing, NODE_ATTR_OUTSIDE, @2), $4)); $$->span = @$; }
	| total OUTSIDE END_VALUES RPAREN { $$ = ast_add($1, spoken(parsing, NODE_ATTR_OUTSIDE, @2, $3)); $$->span = @$; }
	| NAME LPAREN arguments RPAREN	{ $$ = ast_adopt(named(parsing, NODE_CALL, @$, $1), $3); }
	| BY sum VALUES LPAREN choices RPAREN { $$ = choice(parsing, @$, @3, $2, $5); }
	| EACH NUMBER primary		{ $$ = ast_add(ast_add(spoken(parsing, NODE_CALL, @$, $1), number(parsing, $2)), $3); }
	| BOOLEAN			{ $$ = boolean(parsing, $1); }
	| TOTAL				{ $$ = spoken(parsing, NODE_SCORE, @$, $1); }
	| EXPECT_POINTS			{ $$ = spoken(parsing, NODE_SCORE, @$, $1); }
	| EVERY_SCORE			{ $$ = spoken(parsing, NODE_EVERY_SCORE, @$, $1); }
	| EVERY_SCORE LPAREN arguments RPAREN { $$ = ast_adopt(spoken(parsing, NODE_EVERY_SCORE, @$, $1), $3); }
	| LPAREN expr RPAREN		{ $$ = bracketed($2, @$); }
	| EXTREME LPAREN arguments RPAREN { $$ = ast_adopt(spoken(parsing, NODE_CALL, @$, $1), $3); }
	| ROUND LPAREN expr RPAREN	{ $$ = ast_add(spoken(parsing, NODE_CALL, @$, $1), $3); }
	| ROUND LPAREN expr SEPARATOR KEEP NUMBER RPAREN
		{ $$ = ast_add(spoken(parsing, NODE_CALL, @$, $1), $3); $$->number = $6->number; }
	;
/* 按 设施等级 取值（甲级 10分、乙级 6分、其他 2分） */
choices
	: choice			{ $$ = ast_add(lone(parsing, NODE_CHOICE, @$), $1); }
	| choices SEPARATOR choice	{ $$ = ast_add($1, $3); }
	;
choice
	: NAME sum			{ $$ = ast_add(named(parsing, NODE_CHOICE_ARM, @$, $1), $2); }
	| NUMBER sum			{ $$ = ast_add(as_written(parsing, NODE_CHOICE_ARM, @$, $1), $2); }
	| OTHERWISE sum			{ $$ = ast_add(ast_add(as_written(parsing, NODE_CHOICE_ARM, @$, $1), lone(parsing, NODE_OTHERWISE, @1)), $2); }
	| ABSENT sum			{ $$ = ast_add(ast_add(as_written(parsing, NODE_CHOICE_ARM, @$, $1), spoken(parsing, NODE_ABSENT, @1, $1)), $2); }
	;
/* Totals over a ledger: 合计（台账 的 … 当 …）; values of a 参数表: 查表（表 的 列 当 …） */
total
	: total_of
	| total_of WHEN expr		{ $$ = ast_add($1, ast_add(lone(parsing, NODE_ATTR_WHEN, @3), $3)); }
	| NAME LPAREN NAME WHEN expr
		{ $$ = ast_add(ast_add(named(parsing, NODE_AGGREGATE, @$, $1), named(parsing, NODE_ATTR_LEDGER, @3, $3)), ast_add(lone(parsing, NODE_ATTR_WHEN, @5), $5)); }
	;
total_of
	: NAME LPAREN NAME OF expr
		{ $$ = ast_add(ast_add(named(parsing, NODE_AGGREGATE, @$, $1), named(parsing, NODE_ATTR_LEDGER, @3, $3)), ast_add(lone(parsing, NODE_ATTR_OF, @5), $5)); }
	| total_of BY expr		{ $$ = ast_add($1, ast_add(lone(parsing, NODE_ATTR_BY, @3), $3)); }
	| total_of WEIGHT expr		{ $$ = ast_add($1, ast_add(lone(parsing, NODE_ATTR_BY_WEIGHT, @3), $3)); }
	| total_of TRIM trimmed		{ $$ = ast_add($1, $3); }
	| total_of COMBINE_BEST NUMBER	{ $$ = ast_add($1, ast_add(spoken(parsing, NODE_ATTR_ENDS, @2, $2), number(parsing, $3))); }
	| total_of COMBINE_WORST NUMBER	{ $$ = ast_add($1, ast_add(spoken(parsing, NODE_ATTR_ENDS, @2, $2), number(parsing, $3))); }
	;
trimmed
	: ends				{ $$ = ast_add(lone(parsing, NODE_ATTR_TRIM, @$), $1); }
	| trimmed SEPARATOR ends	{ $$ = ast_add($1, $3); }
	| trimmed ALONG_WITH ends	{ $$ = ast_add($1, $3); }
	;
ends	: NUMBER ENDS			{ $$ = ast_add(spoken(parsing, NODE_ATTR_ENDS, @$, $2), number(parsing, $1)); } ;
arguments
	: expr				{ $$ = ast_add(lone(parsing, NODE_CALL, @$), $1); }
	| arguments SEPARATOR expr	{ $$ = ast_add($1, $3); }
	;
