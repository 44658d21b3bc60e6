#compdef guiju
# zsh completion for guiju
local -a commands=(
	'check:list everything that is wrong or odd in rule files'
	'compile:compile a rule file to an image'
	'run:evaluate every row of a data table'
	'explain:show the whole sheet of one unit'
	'test:run the cases in rule files'
	'template:make an empty data table'
	'diff:list what changed between two standards'
	'impact:which units come out otherwise under another standard'
	'explain-code:explain the code of a finding'
)
local -a shared=('--help[how to use it]' '--lang=[language]:language:(zh en)')
if (( CURRENT == 2 )); then
	_describe command commands
	return
fi
local command=$words[2]
shift words
(( CURRENT-- ))
case $command in
check|diff) _arguments $shared '--json[as JSON]' '*:rule file:_files -g "*.gj"' ;;
impact) _arguments $shared '(-o --output)'{-o,--output=}'[changed units]:file:_files' '--show=[how many units to list]:number:' \
	'*--ledger=[NAME=FILE]:ledger:_files' '--json[as JSON]' '*:file:_files' ;;
test) _arguments $shared '--rows[cases for what no case shows]' '(-o --output)'{-o,--output=}'[cases]:file:_files' '--json[as JSON]' \
	'*:rule file:_files -g "*.gj"' ;;
compile) _arguments $shared '(-o --output)'{-o,--output=}'[where to write]:image:_files' '--target=[form]:target:(bytecode c sql\:sqlite sql\:postgresql)' \
	'--dump=[print a stage]:stage:(tokens ast model ir bytecode)' '*:rule file:_files -g "*.gj"' ;;
run) _arguments $shared '(-o --out --output)'{-o,--out=,--output=}'[results]:file:_files' '--data=[units]:file:_files' '--rejects=[rows left out]:file:_files' '--threads=[how many]:number:' \
	'--format=[form of the results]:format:(csv json)' '*--ledger=[a ledger]:NAME=FILE:_files' '--json[summary as JSON]' '*:file:_files' ;;
explain) _arguments $shared '--json[as JSON]' '--lost[only what cost points]' '*--ledger=[a ledger]:NAME=FILE:_files' '*:file:_files' ;;
template) _arguments $shared '(-o --output)'{-o,--output=}'[table]:file:_files' '--ledger=[the table of a ledger]:name:' '*:file:_files' ;;
esac
