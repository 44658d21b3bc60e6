/* Rules: what a clause reckons, and the bands of numbers they share with grades. */
%type <token> dash lower_word upper_word;
%type <node> rule proportion tiers tier tier_rank rank_share action forfeit discretion amount band lower upper signed;

rule
	: IF expr discretion		{ $$ = ast_add(ast_add(lone(parsing, NODE_RULE_IF, @$), $2), $3); }
	| IF expr comma discretion	{ $$ = ast_add(ast_add(lone(parsing, NODE_RULE_IF, @$), $2), $4); }
	| discretion			{ $$ = ast_add(lone(parsing, NODE_RULE_AMOUNT, @$), $1); }
	| IF expr forfeit		{ $$ = ast_add(ast_add(lone(parsing, NODE_RULE_IF, @$), $2), $3); }
	| IF expr comma forfeit		{ $$ = ast_add(ast_add(lone(parsing, NODE_RULE_IF, @$), $2), $4); }
	| IF expr action		{ $$ = ast_add(ast_add(lone(parsing, NODE_RULE_IF, @$), $2), $3); }
	| IF expr comma action		{ $$ = ast_add(ast_add(lone(parsing, NODE_RULE_IF, @$), $2), $4); }
	| EACH NUMBER expr action	{ $$ = ast_add(ast_add(ast_add(spoken(parsing, NODE_RULE_EACH, @$, $1), number(parsing, $2)), $3), $4); }
	| EACH NUMBER expr SEPARATOR action { $$ = ast_add(ast_add(ast_add(spoken(parsing, NODE_RULE_EACH, @$, $1), number(parsing, $2)), $3), $5); }
	| proportion %prec CLOSED
	| tiers %prec CLOSED
	| judged %prec CLOSED		{ $$ = ast_add(lone(parsing, NODE_RULE_AMOUNT, @$), $1); }
	| action			{ $$ = ast_add(lone(parsing, NODE_RULE_AMOUNT, @$), $1); }
	;
/* 按比例 完成数 ÷ 任务数 得分 (the name alone: all the points that there are), or 得 10分. */
proportion
	: PROPORTION sum NAME		{ $$ = ast_add(ast_add(lone(parsing, NODE_RULE_PROPORTION, @$), $2), all_points(parsing, @3, $3)); }
	| PROPORTION sum EXPECT_POINTS	{ $$ = ast_add(ast_add(lone(parsing, NODE_RULE_PROPORTION, @$), $2), all_points(parsing, @3, $3)); }
	| PROPORTION sum POINTS amount
		{ $$ = ast_add(ast_add(lone(parsing, NODE_RULE_PROPORTION, @$), $2), ast_add(spoken(parsing, NODE_ACTION, (struct span){ @3.start, @4.end }, $3), $4)); }
	| PROPORTION sum SEPARATOR NAME	{ $$ = ast_add(ast_add(lone(parsing, NODE_RULE_PROPORTION, @$), $2), all_points(parsing, @4, $4)); }
	| PROPORTION sum SEPARATOR EXPECT_POINTS { $$ = ast_add(ast_add(lone(parsing, NODE_RULE_PROPORTION, @$), $2), all_points(parsing, @4, $4)); }
	| PROPORTION sum SEPARATOR POINTS amount
		{ $$ = ast_add(ast_add(lone(parsing, NODE_RULE_PROPORTION, @$), $2), ast_add(spoken(parsing, NODE_ACTION, (struct span){ @4.start, @5.end }, $4), $5)); }
	| proportion ROUND KEEP NUMBER	{ $$ = ast_add($1, ast_add(spoken(parsing, NODE_ATTR_ROUNDED, @2, $2), number(parsing, $4))); }
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
	| band discretion		{ $$ = ast_add(ast_add(lone(parsing, NODE_TIER, @$), $1), $2); }
	| NAME discretion		{ $$ = ast_add(ast_add(lone(parsing, NODE_TIER, @$), spoken(parsing, NODE_NAME, @1, $1)), $2); }
	| OTHERWISE discretion		{ $$ = ast_add(ast_add(lone(parsing, NODE_TIER, @$), lone(parsing, NODE_OTHERWISE, @1)), $2); }
	| tier_rank action		{ $$ = ast_add(ast_add(lone(parsing, NODE_TIER, @$), $1), $2); }
	| tier_rank discretion		{ $$ = ast_add(ast_add(lone(parsing, NODE_TIER, @$), $1), $2); }
	| band forfeit			{ $$ = ast_add(ast_add(lone(parsing, NODE_TIER, @$), $1), $2); }
	| NAME forfeit			{ $$ = ast_add(ast_add(lone(parsing, NODE_TIER, @$), spoken(parsing, NODE_NAME, @1, $1)), $2); }
	| ABSENT forfeit		{ $$ = ast_add(ast_add(lone(parsing, NODE_TIER, @$), spoken(parsing, NODE_ABSENT, @1, $1)), $2); }
	| OTHERWISE forfeit		{ $$ = ast_add(ast_add(lone(parsing, NODE_TIER, @$), lone(parsing, NODE_OTHERWISE, @1)), $2); }
	| OTHERWISE action		{ $$ = ast_add(ast_add(lone(parsing, NODE_TIER, @$), lone(parsing, NODE_OTHERWISE, @1)), $2); }
	;
/* 前 20% 进一, 其后 3名: by a 名次. */
tier_rank
	: FIRST rank_share		{ $$ = numbered_as(lone(parsing, NODE_TIER_RANK, @$), 0); ast_add($$, $2); }
	| NEXT rank_share		{ $$ = numbered_as(lone(parsing, NODE_TIER_RANK, @$), 1); ast_add($$, $2); }
	;
rank_share
	: NUMBER			{ $$ = ast_add(lone(parsing, NODE_ATTR_QUOTA, @1), number(parsing, $1)); }
	| NUMBER ROUND			{ $$ = ast_add(spoken(parsing, NODE_ATTR_QUOTA, @$, $2), number(parsing, $1)); }
	;
action
	: POINTS amount			{ $$ = ast_add(spoken(parsing, NODE_ACTION, @$, $1), $2); }
	| NO_POINTS			{ $$ = spoken(parsing, NODE_ACTION, @$, $1); }
	;
/* Of a whole part, behind a condition; at the beginning of a line the same words are 本项不得分 若 …. */
forfeit
	: VOID_POINT			{ $$ = spoken(parsing, NODE_ACTION, @$, $1); }
	| VOID_ITEM			{ $$ = spoken(parsing, NODE_ACTION, @$, $1); }
	| VOID_PROJECT			{ $$ = spoken(parsing, NODE_ACTION, @$, $1); }
	| VOID_SHEET			{ $$ = spoken(parsing, NODE_ACTION, @$, $1); }
	;
/* 酌情扣 2分 至 8分, and the column in which it is written how many. */
discretion
	: DISCRETION NUMBER dash NUMBER NAME { $$ = discretion(parsing, @$, $1, $5, $2, $4); }
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
	| equals NUMBER			{ $$ = ast_add(lone(parsing, NODE_BAND, @$), bound(parsing, @$, "=", number(parsing, $2))); }
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
