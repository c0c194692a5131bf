"""The scripts that make shells complete: each runs `paperreader` with the line up to the cursor (`cli.completion`)."""

from __future__ import annotations

from typing import Final

_BASH: Final = """\
_paperreader_completion() {
    local kind value help
    COMPREPLY=()
    while IFS=$'\\t' read -r kind value help; do
        case $kind in
            file) compopt -o default 2> /dev/null ;;
            part) compopt -o nospace 2> /dev/null; COMPREPLY+=("$value") ;;
            *) COMPREPLY+=("$value") ;;
        esac
    done < <(_PAPERREADER_COMPLETE=line_bash COMP_LINE="${COMP_LINE:0:COMP_POINT}" \\
        COMP_WORDBREAKS="$COMP_WORDBREAKS" "$1" 2> /dev/null < /dev/null)
}
complete -o nosort -F _paperreader_completion paperreader 2> /dev/null ||
    complete -F _paperreader_completion paperreader
"""
_ZSH: Final = """\
#compdef paperreader
_paperreader_completion() {
    local kind value help file=0
    local -a whole part
    (( $+commands[paperreader] )) || return 1
    while IFS=$'\\t' read -r kind value help; do
        case $kind in
            file) file=1 ;;
            part) part+=("${value//:/\\\\:}${help:+:$help}") ;;
            *) whole+=("${value//:/\\\\:}${help:+:$help}") ;;
        esac
    done < <(_PAPERREADER_COMPLETE=line_zsh COMP_LINE="${(j: :)words[1,CURRENT]}" paperreader 2> /dev/null < /dev/null)
    (( $#whole )) && _describe -V unsorted whole -U
    (( $#part )) && _describe -V unsorted part -U -S ''
    (( file )) && _path_files
    (( $#whole + $#part + file ))
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _paperreader_completion "$@"
else
    compdef _paperreader_completion paperreader
fi
"""
_FISH: Final = """\
function _paperreader_completion
    for line in (_PAPERREADER_COMPLETE=line_fish COMP_LINE=(commandline -cp | string collect) \\
            paperreader 2> /dev/null < /dev/null)
        set -l parts (string split \\t -- $line)
        switch $parts[1]
            case file
                __fish_complete_path (commandline -ct)
            case '*'
                printf '%s\\t%s\\n' $parts[2] $parts[3]
        end
    end
end
complete --no-files --command paperreader --arguments '(_paperreader_completion)'
"""
COMPLETION_SCRIPTS: Final = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}
