# chimera-guard for zsh: asks the server about a line, with what its words mean in this shell.
# Every name begins with __cg_, locals too: they would hide variables of the user's whose values are sent along.
__cg_say() { builtin print -r -- $'\n'"chimera-guard: $1" >/dev/tty }

__cg_learn() { # text -> __cg_facts: what the words of a line mean in this shell
  builtin emulate -L zsh
  builtin setopt extended_glob
  local __cg_text=$1 __cg_new __cg_w __cg_rest __cg_n
  local -A __cg_had
  __cg_facts=$' v HOME='$HOME$'\x1e o '$__cg_set$'\x1e'
  for __cg_n in 1 2 3 4; do # what a definition calls is looked up as well
    __cg_new=
    for __cg_w in ${=__cg_text//[^[:alnum:]._:+%,^~\/@-]/ }; do
      [[ $__cg_w == (chimera-guard|__cg_*) || -n ${__cg_had[$__cg_w]-} ]] && builtin continue
      __cg_had[$__cg_w]=1
      (( $+aliases[$__cg_w] )) && __cg_new+=$'\x1e a '$__cg_w=$aliases[$__cg_w]
      (( $+functions[$__cg_w] )) && __cg_new+=$'\x1e f '$__cg_w$'\n'$functions[$__cg_w]
    done
    __cg_rest=$__cg_text
    while [[ $__cg_rest == *\$* ]]; do
      __cg_rest=${__cg_rest#*\$} __cg_w=${${__cg_rest#\{}%%[^A-Za-z0-9_]*}
      [[ $__cg_w == [A-Za-z_]* && $__cg_w != (IFS|RANDOM|SRANDOM|__cg_*) && ${(Pt)__cg_w} == (scalar|integer|float)* ]] ||
        builtin continue
      [[ -n ${__cg_had[v=$__cg_w]-} ]] && builtin continue
      __cg_had[v=$__cg_w]=1 __cg_new+=$'\x1e v '$__cg_w=${(P)__cg_w}
    done
    [[ -n $__cg_new ]] || builtin return 0
    __cg_facts+=$__cg_new __cg_text=$__cg_new
  done
}
__cg_frame() { # kind text -> __cg_sent
  local __cg_u=$'\x1f' __cg_z=$'\0'
  local __cg_all=("${__cg_z}1" "$__cg_seq" "$1" "${PWD//$__cg_u/?}")
  __cg_all+=("${__cg_facts//($__cg_u|$__cg_z)/?}" "${2//$__cg_z/}$__cg_z")
  __cg_sent=${(pj.\x1f.)__cg_all}
}
__cg_rpc() { # kind text -> status: the verdict; __cg_msg: the message
  builtin emulate -L zsh
  builtin setopt extended_glob # for (#q): a directory of ours that only we can enter
  local REPLY __cg_r= __cg_part __cg_op=ask __cg_s __cg_sent
  integer __cg_fd
  __cg_msg=
  (( ++__cg_seq ))
  __cg_learn "$2"
  __cg_frame "$@"
  (( SECONDS >= __cg_down )) && [[ -n $__cg_dir(#qN/Uf700) ]] && { builtin zsocket $__cg_dir/socket } 2>/dev/null &&
    __cg_fd=$REPLY
  if (( __cg_fd )); then
    # a socket takes that much at once, also of a server that does not read
    (( $#2 + $#__cg_facts <= 15000 )) && {
      builtin syswrite -o $__cg_fd -- $__cg_sent && __cg_op=cold &&
        while builtin sysread -t 0.4 -i $__cg_fd __cg_part; do
          __cg_r+=$__cg_part
          [[ $__cg_part != *$'\0' ]] || builtin break
        done
    } 2>/dev/null
    builtin exec {__cg_fd}>&-
    if [[ $__cg_r == $__cg_seq$'\x1f'*$'\0' ]]; then
      __cg_r=${${__cg_r%$'\0'}#*$'\x1f'} __cg_msg=${__cg_r#*$'\x1f'} __cg_s=${__cg_r%%$'\x1f'*}
      (( __cg_s == 9 )) || builtin return $__cg_s
    fi
  fi
  __cg_msg=$(builtin print -rn -- $__cg_sent | $__cg_entry $__cg_op $__cg_dir 2>/dev/null)
  __cg_s=$?
  [[ -n $__cg_msg || $__cg_s == 0 ]] || __cg_s=9 # Python's own error: no verdict
  (( __cg_s <= 3 )) && builtin return $__cg_s
  (( __cg_down = SECONDS + 30 )) # do not wait for it again on each line
  builtin return 9
}
__cg_check() { # kind text -> 0 run it, 1 do not, 2 ask again when it is complete
  builtin emulate -L zsh
  local __cg_s REPORTTIME=-1 REPORTMEMORY=-1 # it would tell how long the question took
  if [[ -o restricted ]]; then # it may not redirect anything, so it can't ask; known only after the start-up files
    [[ -n $__cg_told ]] || builtin print -r -- $'\n'"chimera-guard: a restricted shell can't be guarded"
    __cg_told=1
    [[ -z $__cg_strict ]]
    builtin return
  fi
  __cg_rpc "$@"
  __cg_s=$?
  # it draws the prompt anew: only if something is shown
  [[ -n ${WIDGET-} && -n $__cg_msg || $__cg_s -eq 9 ]] && builtin zle -I 2>/dev/null
  case $__cg_s in
    (0) [[ -z $__cg_msg ]] || __cg_say $__cg_msg ;;
    (1) builtin setopt no_notify # a job that ends would take the terminal away from the question
      $__cg_entry show $__cg_msg
      __cg_s=$?
      (( __cg_s <= 1 )) || __cg_say "${__cg_msg#*$'\n'}"$'\n(could not ask: not run)'
      builtin return $(( __cg_s != 0 )) ;;
    (2) builtin return 2 ;;
    (*) __cg_say "could not judge this line${__cg_msg:+ ($__cg_msg)}; it is ${__cg_strict:+not }run"
      [[ -z $__cg_strict ]] ;;
  esac
}
