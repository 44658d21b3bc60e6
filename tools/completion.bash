# bash completion for guiju
_guiju() {
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} words
	case $previous in
	--lang) words='zh en' ;;
	--dump) words='tokens ast model ir bytecode' ;;
	--target) words='bytecode c sql:sqlite sql:postgresql' ;;
	--format) words='csv json' ;;
	-o | --out | --output | --data | --rejects | --ledger) compopt -o default; return ;;
	esac
	if [ -n "$words" ]; then
		:
	elif [ "$COMP_CWORD" -eq 1 ]; then
		words='check compile run explain test template diff impact explain-code --help --version --lang'
	elif [[ $current == -* ]]; then
		words='--help --lang'
		case $command in
		check | diff) words+=' --json' ;;
		test) words+=' --rows --output --json' ;;
		compile) words+=' --output --target --dump' ;;
		run) words+=' --data --out --output --rejects --threads --format --ledger --json' ;;
		impact) words+=' --output --show --ledger --json' ;;
		explain) words+=' --json --lost --ledger' ;;
		template) words+=' --output --ledger' ;;
		esac
	else
		compopt -o default
		return
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _guiju guiju
