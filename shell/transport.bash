# shellcheck shell=bash
# shellcheck disable=SC2154 # the variables are set by guard.bash
# chimera-guard for bash >= 4.4: asks the server about a line, with what its words mean in this shell; and layer 3.
# Every name begins with __cg_, locals too: they would hide variables of the user's whose values are sent along.
__cg_register() { ("${__cg_entry[@]}" register "$__cg_dir" $$ </dev/null >/dev/null 2>&1 &); }
__cg_say() { builtin printf '\nchimera-guard: %s\n' "$1" >/dev/tty; }

# Facts: what the words of a line mean in this shell.
__cg_define() { # name of a function -> __cg_out: what declares it; by way of a file, because `$( )` would fork
  __cg_out=
  if [[ -z $__cg_mine ]]; then __cg_out=$(\builtin declare -f -- "$1"); builtin return; fi
  builtin declare -f -- "$1" >|"$__cg_dir/$$.f"
  [[ -s $__cg_dir/$$.f ]] && IFS='' builtin read -r -d '' __cg_out <"$__cg_dir/$$.f"
}
__cg_learn() { # text -> __cg_facts
  builtin local __cg_todo="$1" __cg_w __cg_new __cg_out __cg_had=' ' __cg_n __cg_ref __cg_all __cg_plain=
  __cg_facts=" v HOME=$HOME"
  [[ $1 != *'#'* ]] || builtin shopt -q interactive_comments 2>&1 || __cg_facts+=$'\036 o off'
  builtin local IFS || builtin return # readonly: a word can't be told from another
  [[ $1 == *[$'\n;|&()<>`"$={}!\'\\']* ]] || __cg_plain=1 # one command: only its first word can be a name of the shell's
  for __cg_n in 1 2 3 4; do # what a definition calls is looked up as well
    [[ $__cg_todo == *[*?[]* ]] && { builtin local -; builtin set -f; }
    IFS=$' \t\n;|&()<>`"$={}!\'' __cg_new=
    for __cg_w in $__cg_todo; do
      case $__cg_w in
        '' | @ | chimera-guard | __cg_* | *[!-A-Za-z0-9_.:+%,^~/@]*) builtin continue ;;
        if | while | until | time | coproc | eval | trap | bind | mapfile | readarray | complete | compgen) __cg_plain= ;;
        bash | sh | env | sudo | su | xargs | parallel) __cg_plain= ;; # these find functions that are exported
      esac
      [[ $__cg_had != *" $__cg_w "* ]] || builtin continue
      __cg_had+="$__cg_w "
      # asked first: each look at BASH_ALIASES makes that array anew, of all aliases
      builtin alias -- "$__cg_w" && __cg_new+=$'\036 a '$__cg_w=${BASH_ALIASES[$__cg_w]} __cg_plain=
      builtin declare -F -- "$__cg_w" || { [[ -z $__cg_plain ]] || builtin break; builtin continue; }
      __cg_plain=
      __cg_define "$__cg_w"
      __cg_new+=$'\036'$__cg_out
    done
    if [[ $__cg_todo == *'$'* ]]; then
      IFS='$'
      for __cg_w in ${__cg_todo#*'$'}; do
        __cg_w=${__cg_w#'{'} __cg_w=${__cg_w%%[!A-Za-z0-9_]*}
        [[ $__cg_w == [A-Za-z_]* && $__cg_w != @(IFS|RANDOM|SRANDOM|__cg_*) && -n ${!__cg_w+x} ]] || builtin continue
        [[ $__cg_had != *" \$$__cg_w "* ]] || builtin continue
        __cg_had+="\$$__cg_w " __cg_ref="${__cg_w}[@]" __cg_all=("${!__cg_ref}") # an array has not one value
        ((${#__cg_all[@]} == 1)) && __cg_new+=$'\036 v '$__cg_w=${!__cg_w}
      done
    fi
    [[ -n $__cg_new ]] || builtin return
    __cg_facts+=$__cg_new __cg_todo=$__cg_new
  done
} >/dev/null

# Transport: a pair of FIFOs, opened read-write for each request. Opening cannot block, a dead server raises no SIGPIPE
# (which would kill this shell), and no child inherits a descriptor.
__cg_send() { # kind text
  builtin printf '\0001\037%s\037%s\037%s\037%s\037%s\0' \
    "$__cg_s" "$1" "${PWD//$'\037'/?}" "${__cg_facts//$'\037'/?}" "$2"
}
__cg_rpc() { # kind text -> status: the verdict; __cg_msg: the message
  builtin local IFS= __cg_q="$__cg_dir/$$.q" __cg_a="$__cg_dir/$$.a" __cg_s=$((++__cg_seq)) __cg_r __cg_op=ask __cg_mine=
  ((!BASH_SUBSHELL)) || __cg_s+=.$BASHPID # the shell itself will use the same number; kept short: each byte is a read
  __cg_msg=
  [[ -p $__cg_q && -O $__cg_q ]] && __cg_mine=1 # made by the server, which serves no directory that others can enter
  __cg_learn "$2"
  if [[ -n $__cg_mine && -p $__cg_a && -S $__cg_dir/socket ]] && ((SECONDS >= __cg_down)) &&
    ((${#2} + ${#__cg_facts} <= 15000)) && # so much fits: writing cannot block
    { builtin kill -0 "$__cg_server" ||
      { builtin read -r __cg_server <"$__cg_dir/lock" && builtin kill -0 "$__cg_server"; }; }; then
    {
      __cg_send "$1" "$2"
      __cg_op=cold
      while builtin read -r -t 0.4 -d '' __cg_r; do
        [[ $__cg_r == "$__cg_s"$'\037'* ]] || builtin continue # late, for an earlier line
        __cg_r=${__cg_r#*$'\037'} __cg_msg=${__cg_r#*$'\037'} __cg_r=${__cg_r%%$'\037'*}
        ((__cg_r == 9)) || builtin return "$__cg_r"
        builtin break
      done
    } 1<>"$__cg_q" 0<>"$__cg_a"
  fi
  __cg_msg=$(\builtin set +o pipefail; __cg_send "$1" "$2" | "${__cg_entry[@]}" $__cg_op "$__cg_dir")
  __cg_s=$?
  [[ -n $__cg_msg || $__cg_s == [03] ]] || __cg_s=9 # Python's own error: no verdict
  if ((__cg_s <= 3)); then [[ -p $__cg_q ]] || __cg_register; builtin return "$__cg_s"; fi
  __cg_down=$((SECONDS + 30)) # do not wait for it again on each line
  builtin return 9
} 2>/dev/null
__cg_check() { # kind text -> 0 run it, 1 do not, 2 ask again when it is complete, 3 run it and watch what runs
  builtin local __cg_s
  __cg_msg=''
  __cg_rpc "$@"
  __cg_s=$?
  [[ -n $__cg_msg || $__cg_s != 1 ]] || __cg_s=9 # it could not even begin
  case $__cg_s in
    0 | 3) [[ -z $__cg_msg ]] || __cg_say "$__cg_msg"; builtin return "$__cg_s" ;;
    1) "${__cg_entry[@]}" show "$__cg_msg"; __cg_s=$?
      ((__cg_s <= 1)) || __cg_say "${__cg_msg#*$'\n'}"$'\n(could not ask: not run)'
      ((__cg_s == 0)); builtin return ;;
    2) builtin return 2 ;;
    *) __cg_say "could not judge this line${__cg_msg:+ ($__cg_msg)}; it is ${__cg_strict:+not }run"; [[ -z $__cg_strict ]] ;;
  esac
}

# Layer 3, for a line with `fc`: its commands are judged one by one. A DEBUG trap always on would cost every command.
__cg_watch_on() {
  __cg_watch=$(\builtin trap -p DEBUG)
  [[ -n $__cg_watch ]] || __cg_watch='trap - DEBUG'
  builtin declare -ft __cg_prompt # which ends it
  builtin trap __cg_debug DEBUG
}
__cg_debug() {
  case ${FUNCNAME[1]-}:$BASH_COMMAND in __cg_*:* | *:__cg_* | *:fc | *:fc\ *) builtin return 0 ;; esac # not ours
  [[ -z ${READLINE_LINE+x}${COMP_LINE+x} ]] || builtin return 0
  __cg_check bash-cmd "$BASH_COMMAND" && builtin return 0
  builtin shopt -s extdebug # a failing trap skips the command; SIGINT ends loops: a skipped condition counts as true
  builtin set +TE
  [[ -n $__cg_int ]] || __cg_int=$(\builtin trap -p INT)
  [[ -n $__cg_int ]] || { __cg_int='trap - INT'; builtin kill -INT $$; }
  builtin return 1
}
