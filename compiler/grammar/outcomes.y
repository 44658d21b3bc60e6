/* Outcomes: additions, subtractions, vetoes, grades and the population. */
%type <node> group group_head group_limit vetoes veto grades grades_head grade outcome lowest scale scale_tier several by_grade share_of_grade;
%type <node> selection placing places placed keys key names target;
%type <node> ranking ranked grouped quota share share_of;

/* Additions, subtractions, vetoes */
group
	: group_head %prec CLOSED
	| group series %prec CLOSED	{ $$ = ast_add($1, $2); }
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
	| UP_TO_FULL			{ $$ = spoken(parsing, NODE_ATTR_UP_TO_FULL, @$, $1); }
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
	: grades_head
	| grades grade %prec CLOSED	{ $$ = ast_add($1, $2); }
	| grades outcome %prec CLOSED	{ $$ = ast_add($1, $2); }
	| grades scale %prec CLOSED	{ $$ = ast_add($1, $2); }
	| grades several		{ $$ = ast_add($1, $2); }
	| grades by_grade %prec CLOSED	{ $$ = ast_add($1, $2); }
	| grades remark			{ $$ = ast_add($1, $2); }
	| grades error RESUME		{ $$ = $1; yyerrok; }
	;
grades_head
	: GRADES			{ $$ = lone(parsing, NODE_GRADES, @$); }
	| grades_head CONFIRMED TEXT	{ $$ = ast_add($1, worded(parsing, NODE_ATTR_CONFIRMED, @3, $3)); }
	| grades_head CONSEQUENCE TEXT	{ $$ = ast_add($1, worded(parsing, NODE_ATTR_CONSEQUENCE, @3, $3)); }
	;
grade
	: NAME band			{ $$ = ast_add(named(parsing, NODE_GRADE, @$, $1), $2); }
	| NAME band AND expr		{ $$ = ast_add(ast_add(named(parsing, NODE_GRADE, @$, $1), $2), condition(parsing, @4, $4)); }
	| grade CONDITION expr		{ $$ = ast_add($1, condition(parsing, @3, $3)); }
	| NAME band TEXT		{ $$ = ast_add(ast_add(named(parsing, NODE_GRADE, @$, $1), $2), wording(parsing, $3)); }
	| NAME VETOED			{ $$ = ast_add(named(parsing, NODE_GRADE, @$, $1), lone(parsing, NODE_ATTR_BY_VETO, @2)); }
	| NAME VETOED TEXT		{ $$ = ast_add(ast_add(named(parsing, NODE_GRADE, @$, $1), lone(parsing, NODE_ATTR_BY_VETO, @2)), wording(parsing, $3)); }
	| grade CONFIRMED TEXT		{ $$ = ast_add($1, worded(parsing, NODE_ATTR_CONFIRMED, @3, $3)); }
	| grade CONSEQUENCE TEXT	{ $$ = ast_add($1, worded(parsing, NODE_ATTR_CONSEQUENCE, @3, $3)); }
	;
/* What lowers, limits or withholds the grade that the score gives. */
outcome
	: CEILING_GRADE NAME IF expr	{ $$ = ast_add(ast_add(spoken(parsing, NODE_OUTCOME, @$, $1), spoken(parsing, NODE_ATTR_GRADE, @2, $2)), $4); }
	| LOWERED lowest IF expr	{ $$ = ast_add(ast_add(spoken(parsing, NODE_OUTCOME, @$, $1), $2), $4); }
	| LOWERED lowest EACH NUMBER expr
		{ $$ = ast_add(ast_add(spoken(parsing, NODE_OUTCOME, @$, $1), $2), ast_add(spoken(parsing, NODE_ATTR_STEP, @4, $3), number(parsing, $4)));
		  ast_add($$, $5); }
	| LOWEST_GRADE NAME IF expr	{ $$ = ast_add(ast_add(spoken(parsing, NODE_OUTCOME, @$, $1), spoken(parsing, NODE_ATTR_GRADE, @2, $2)), $4); }
	| NAME IF expr			{ $$ = ast_add(spoken(parsing, NODE_OUTCOME, @$, $1), $3); }
	| outcome TEXT			{ $$ = ast_add($1, wording(parsing, $2)); }
	;
lowest
	: %empty			{ $$ = NULL; }
	| LOWEST_GRADE NAME		{ $$ = spoken(parsing, NODE_ATTR_GRADE, @2, $2); }
	;
/* A second grade, by something other than the total. */
scale
	: BETTER_OR_WORSE BY sum TIERS	{ $$ = ast_add(spoken(parsing, NODE_SCALE, @$, $1), $3); }
	| BETTER_OR_WORSE error RESUME	{ $$ = ast_add(spoken(parsing, NODE_SCALE, @1, $1), lone(parsing, NODE_TIER, @1)); yyerrok; }
	| scale TEXT			{ $$ = ast_add($1, wording(parsing, $2)); }
	| scale scale_tier		{ $$ = ast_add($1, $2); }
	| scale error RESUME		{ $$ = ast_add($1, lone(parsing, NODE_TIER, @2)); yyerrok; }
	;
scale_tier
	: AWARDED NAME band		{ $$ = scale_tier(parsing, @$, $2, $3); }
	| AWARDED NAME NAME		{ $$ = scale_tier(parsing, @$, $2, spoken(parsing, NODE_NAME, @3, $3)); }
	| AWARDED NAME ABSENT		{ $$ = scale_tier(parsing, @$, $2, spoken(parsing, NODE_ABSENT, @3, $3)); }
	| AWARDED NAME OTHERWISE	{ $$ = scale_tier(parsing, @$, $2, lone(parsing, NODE_OTHERWISE, @3)); }
	;
/* 奖励 五星 5000元、四星 3000元: a column of the results. */
by_grade
	: COLUMN share_of_grade		{ $$ = ast_add(named(parsing, NODE_BY_GRADE, @$, $1), $2); }
	| by_grade SEPARATOR share_of_grade { $$ = ast_add($1, $3); }
	;
share_of_grade
	: NAME signed			{ $$ = ast_add(named(parsing, NODE_SHARE, @$, $1), $2); }
	| NAME TEXT			{ $$ = ast_add(named(parsing, NODE_SHARE, @$, $1), worded(parsing, NODE_STRING, @2, $2)); }
	| OTHERWISE signed		{ $$ = ast_add(named(parsing, NODE_SHARE, @$, $1), $2); }
	| OTHERWISE TEXT		{ $$ = ast_add(named(parsing, NODE_SHARE, @$, $1), worded(parsing, NODE_STRING, @2, $2)); }
	;
/* What several grades have in common. */
several
	: names CONFIRMED TEXT		{ $$ = ast_add(ast_adopt(lone(parsing, NODE_SEVERAL, @$), $1), worded(parsing, NODE_ATTR_CONFIRMED, @3, $3)); }
	| names CONSEQUENCE TEXT	{ $$ = ast_add(ast_adopt(lone(parsing, NODE_SEVERAL, @$), $1), worded(parsing, NODE_ATTR_CONSEQUENCE, @3, $3)); }
	| names CONDITION expr		{ $$ = ast_add(ast_adopt(lone(parsing, NODE_SEVERAL, @$), $1), condition(parsing, @3, $3)); }
	;
selection
	: SELECTION NAME		{ $$ = named(parsing, NODE_SELECTION, @$, $2); }
	| SELECTION error RESUME	{ $$ = lone(parsing, NODE_SELECTION, @1); yyerrok; }
	| selection ranked		{ $$ = ast_add($1, $2); }
	| selection ORDER keys		{ $$ = ast_adopt($1, $3); }
	| selection QUOTA quota		{ $$ = ast_add($1, $3); }
	| selection BEYOND LISTED NAME	{ $$ = ast_add($1, spoken(parsing, NODE_ATTR_BEYOND, @4, $4)); }
	| selection CONFIRMED TEXT	{ $$ = ast_add($1, worded(parsing, NODE_ATTR_CONFIRMED, @3, $3)); }
	| selection CONSEQUENCE TEXT	{ $$ = ast_add($1, worded(parsing, NODE_ATTR_CONSEQUENCE, @3, $3)); }
	| selection TEXT		{ $$ = ast_add($1, wording(parsing, $2)); }
	| selection remark		{ $$ = ast_add($1, $2); }
	| selection error RESUME	{ $$ = $1; yyerrok; }
	;
placing
	: PLACING			{ $$ = lone(parsing, NODE_PLACING, @$); }
	| PLACING TEXT			{ $$ = quoting(parsing, lone(parsing, NODE_PLACING, @$), $2); }
	| placing ranked		{ $$ = ast_add($1, $2); }
	| placing ORDER keys		{ $$ = ast_adopt($1, $3); }
	| placing placed %prec CLOSED	{ $$ = ast_add($1, $2); }
	| placing remark		{ $$ = ast_add($1, $2); }
	| placing error RESUME		{ $$ = $1; yyerrok; }
	;
places
	: NAME FIRST quota		{ $$ = numbered_as(named(parsing, NODE_PLACED, @$, $1), 0); ast_add($$, $3); }
	| NAME NEXT quota		{ $$ = numbered_as(named(parsing, NODE_PLACED, @$, $1), 1); ast_add($$, $3); }
	;
placed
	: places
	| places AND expr		{ $$ = ast_add($1, condition(parsing, @2, $3)); $$->span = @$; }
	| NAME OTHERWISE		{ $$ = numbered_as(named(parsing, NODE_PLACED, @$, $1), 2); }
	| placed CONFIRMED TEXT		{ $$ = ast_add($1, worded(parsing, NODE_ATTR_CONFIRMED, @3, $3)); }
	| placed CONSEQUENCE TEXT	{ $$ = ast_add($1, worded(parsing, NODE_ATTR_CONSEQUENCE, @3, $3)); }
	;
/* A place among all units or those of a group, which rules can use. */
ranking
	: RANKING NAME			{ $$ = named(parsing, NODE_RANKING, @$, $2); }
	| RANKING error RESUME		{ $$ = lone(parsing, NODE_RANKING, @1); yyerrok; }
	| ranking ranked		{ $$ = ast_add($1, $2); }
	| ranking ORDER keys		{ $$ = ast_adopt($1, $3); }
	| ranking TEXT			{ $$ = ast_add($1, wording(parsing, $2)); }
	| ranking error RESUME		{ $$ = $1; yyerrok; }
	;
/* Who is ranked, and how. */
ranked
	: SCOPE names			{ $$ = ast_adopt(lone(parsing, NODE_ATTR_SCOPE, @1), $2); }
	| CONDITION expr		{ $$ = condition(parsing, @1, $2); }
	| grouped
	| TIES TIE_RULE			{ $$ = spoken(parsing, NODE_ATTR_TIES, @2, $2); }
	;
grouped
	: BY names GROUPED		{ $$ = ast_adopt(lone(parsing, NODE_ATTR_GROUPED, @2), $2); }
	| grouped UNDER NUMBER MERGED	{ $$ = ast_add($1, number(parsing, $3)); }
	;
quota
	: share
	| quota AT_LEAST NUMBER		{ $$ = ast_add($1, bound(parsing, (struct span){ @2.start, @3.end }, $2->text, number(parsing, $3))); }
	| quota AT_MOST NUMBER		{ $$ = ast_add($1, bound(parsing, (struct span){ @2.start, @3.end }, $2->text, number(parsing, $3))); }
	;
share
	: NUMBER			{ $$ = ast_add(lone(parsing, NODE_ATTR_QUOTA, @1), number(parsing, $1)); }
	| NUMBER ROUND			{ $$ = ast_add(spoken(parsing, NODE_ATTR_QUOTA, @2, $2), number(parsing, $1)); }
	| share_of OF NUMBER		{ $$ = ast_add(ast_add(lone(parsing, NODE_ATTR_QUOTA, @3), number(parsing, $3)), $1); }
	| share_of OF NUMBER ROUND	{ $$ = ast_add(ast_add(spoken(parsing, NODE_ATTR_QUOTA, @4, $4), number(parsing, $3)), $1); }
	;
share_of
	: names				{ $$ = ast_adopt(lone(parsing, NODE_ATTR_SHARE_OF, @$), $1); }
	| NAME AND_ABOVE		{ $$ = ast_add(spoken(parsing, NODE_ATTR_SHARE_OF, @$, $2), spoken(parsing, NODE_NAME, @1, $1)); $$->text = "以上"; }
	;
keys
	: key				{ $$ = ast_add(lone(parsing, NODE_SELECTION, @$), $1); }
	| keys SEPARATOR key		{ $$ = ast_add($1, $3); }
	;
key
	: sum				{ $$ = ast_add(lone(parsing, NODE_RANK_KEY, @$), $1); }
	| sum DIRECTION			{ $$ = ast_add(spoken(parsing, NODE_RANK_KEY, @$, $2), $1); }
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
	| target grouped		{ $$ = ast_add($1, $2); }
	| target TEXT			{ $$ = ast_add($1, wording(parsing, $2)); }
	;
