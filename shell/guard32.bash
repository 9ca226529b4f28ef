# shellcheck shell=bash disable=SC2154 # __cg_entry, __cg_command and __cg_strict are set by `chimera-guard init bash`
# chimera-guard for interactive bash 3.2 to 4.3, which have no way to refuse a line at Enter: a DEBUG trap judges the
# line that the history shows, whole, before its first command; or each simple command, where the history can't be
# trusted (ignorespace, HISTIGNORE, here-documents) or does not say enough (aliases, functions, sourced files).
# extdebug, with which a failing trap skips a command, is on only while the rest of a declined line is skipped.
[[ $- == *i* && -t 0 && ${CHIMERA_GUARD-} != off ]] || builtin return 0
# an exported one is inherited from a shell that exports everything
[[ -z ${__cg_on-} || $(\builtin declare -p __cg_on) == declare\ -*x* ]] || builtin return 0
# shellcheck source=shell/state.bash
builtin . "${BASH_SOURCE[0]%/*}/state.bash" || builtin return
__cg_on=1 __cg_off='' __cg_seq=0 __cg_down=0 __cg_msg='' __cg_act=''
__cg_new='' __cg_block='' __cg_line='' __cg_last='' __cg_alive=1
__cg_dir=${XDG_RUNTIME_DIR-}
[[ -d $__cg_dir && -O $__cg_dir ]] || __cg_dir=${TMPDIR:-/tmp}; [[ -w $__cg_dir ]] || __cg_dir=/tmp
__cg_dir=$__cg_dir/chimera-guard-$UID
__cg_register() { ("${__cg_entry[@]}" register "$__cg_dir" $$ </dev/null >/dev/null 2>&1 &); }
__cg_say() { builtin printf '\nchimera-guard: %s\n' "$1" >/dev/tty; }
__cg_send() { builtin printf '\0001\037%s\037%s\037%s\037%s\037%s\0' "$__cg_s" "$1" "${PWD//$'\037'/?}" " v HOME=$HOME" "$2"; }
__cg_rpc() { # kind text -> status: the verdict; __cg_msg: the message
  builtin local __cg_q __cg_a __cg_r __cg_s __cg_op __cg_pid # with `set -k`, `local a=b` sets nothing
  builtin local IFS && IFS='' # it may be readonly
  __cg_q=$__cg_dir/$$.q __cg_a=$__cg_dir/$$.a __cg_op=ask __cg_msg='' __cg_seq=$((__cg_seq + 1))
  __cg_s=$BASH_SUBSHELL.$__cg_seq
  # subshells run at the same time: they must not share the FIFO of the answers
  if ((BASH_SUBSHELL == 0 && SECONDS >= __cg_down && ${#2} <= 15000)) && [[ -p $__cg_q && -O $__cg_q && -p $__cg_a ]] &&
    builtin read -r __cg_pid <"$__cg_dir/lock" && builtin kill -0 "$__cg_pid"; then
    __cg_send "$1" "$2" 1<>"$__cg_q"
    __cg_op=cold
    while builtin read -r -t 1 -d '' __cg_r 0<>"$__cg_a"; do
      [[ $__cg_r == "$__cg_s"$'\037'* ]] || builtin continue # late, for an earlier line
      __cg_r=${__cg_r#*$'\037'} __cg_msg=${__cg_r#*$'\037'} __cg_r=${__cg_r%%$'\037'*}
      ((__cg_r == 9)) || builtin return "$__cg_r"
      builtin break
    done
  fi
  __cg_msg=$(__cg_send "$1" "$2" | "${__cg_entry[@]}" $__cg_op "$__cg_dir")
  __cg_s=$?
  [[ -n $__cg_msg || $__cg_s == [03] ]] || __cg_s=9 # Python's own error: no verdict
  if ((__cg_s <= 3)); then [[ -p $__cg_q ]] || ((BASH_SUBSHELL)) || __cg_register; builtin return "$__cg_s"; fi
  __cg_down=$((SECONDS + 30)) # do not wait for it again on each line
  builtin return 9
} 2>/dev/null
__cg_check() { # kind text -> 0: run it
  builtin local __cg_s __cg_i; __cg_msg=''
  __cg_i=$(\builtin trap -p INT)
  builtin trap '' INT # a Ctrl-C must not jump out of the trap, which would then never fire again
  __cg_rpc "$@"
  __cg_s=$?
  [[ -n $__cg_msg || $__cg_s != 1 ]] || __cg_s=9 # it could not even begin
  case $__cg_s in
    0 | 3) [[ -z $__cg_msg ]] || __cg_say "$__cg_msg"; __cg_s=0 ;;
    1) "${__cg_entry[@]}" show "$__cg_msg"; __cg_s=$?
      ((__cg_s <= 1)) || __cg_say "${__cg_msg#*$'\n'}"$'\n(could not ask: not run)' ;;
    *) __cg_s=${__cg_strict:-0}
      __cg_say "could not judge this line${__cg_msg:+ ($__cg_msg)}; it is ${__cg_strict:+not }run" ;;
  esac
  builtin eval "\\builtin ${__cg_i:-trap - INT}"
  builtin return "$__cg_s"
}
__cg_history() { # -> __cg_num, __cg_text: the newest entry
  builtin local __cg_l
  __cg_l=$(HISTTIMEFORMAT='' \builtin history 1)
  __cg_num=${__cg_l%%[!0-9 ]*} __cg_num=${__cg_num// /} __cg_l=${__cg_l#*[0-9] } __cg_l=${__cg_l#\*}
  [[ -z ${HISTTIMEFORMAT-} ]] || builtin printf -v HISTTIMEFORMAT %s "$HISTTIMEFORMAT" ||
    __cg_l=$(\builtin fc -ln -0 -0) # where the format is readonly, `history` puts the time in front
  __cg_text=${__cg_l#"${__cg_l%%[![:space:]]*}"}
}
__cg_defined() { # text -> whether a word of it is an alias, a function, or reads commands from elsewhere
  builtin local __cg_w __cg_set __cg_found
  builtin local IFS || builtin return 0
  IFS=$' \t\n;|&()<>`"$={}!' __cg_set=$- __cg_found=1; builtin set -f
  for __cg_w in $1; do
    case $__cg_w in
      fc | . | source | eval) __cg_found=0 ;;
      '' | chimera-guard | *[!-A-Za-z0-9_.:+%,^~/]*) builtin continue ;;
    esac
    { builtin alias -- "$__cg_w" || builtin declare -F -- "$__cg_w"; } >/dev/null 2>&1 && __cg_found=0
  done
  [[ $__cg_set == *f* ]] || builtin set +f
  builtin return $__cg_found
}
__cg_debug() {
  # never skip what resets us: one declined line would lock this shell
  case ${FUNCNAME[1]-}:$BASH_COMMAND in
    *:__cg_prompt) __cg_alive=1; builtin return 0 ;;
    __cg_*:* | chimera-guard:* | *:__cg_*) builtin return 0 ;;
  esac
  [[ -z ${COMP_LINE-}${READLINE_LINE+x}$__cg_off ]] || builtin return 0
  # shellcheck disable=SC2128
  if [[ "${PROMPT_COMMAND[*]-}" != *__cg_prompt* ]]; then # replaced: nothing has told that a line begins
    __cg_heal; __cg_unblock; __cg_new=1
  fi
  if [[ -n $__cg_block ]]; then
    __cg_history
    [[ $__cg_num == "$__cg_last" ]] && builtin return 1
    __cg_unblock; __cg_new=1 # another line, without a prompt in between: edit-and-execute-command
  fi
  if [[ -n $__cg_new ]]; then
    __cg_history
    if [[ $__cg_num != "$__cg_last" && -n $__cg_text ]]; then # a new entry: this line
      [[ $BASH_SUBSHELL == 0 ]] && __cg_new='' __cg_last=$__cg_num
      __cg_line=whole
      if [[ $__cg_text == *'<<'* ]] || __cg_defined "$__cg_text"; then __cg_line=each; fi
      __cg_check bash-line "$__cg_text" || { __cg_deny; builtin return 1; }
      [[ $__cg_line == each && ${BASH_COMMAND%$'\n'} != "${__cg_text%$'\n'}" ]] || builtin return 0 # looked at already
    elif [[ $BASH_SUBSHELL != 0 ]]; then builtin return 0 # a substitution of the prompt
    else __cg_new='' __cg_line=each; fi
  fi
  [[ $__cg_line == each ]] || builtin return 0
  __cg_check bash-cmd "$BASH_COMMAND" || { __cg_deny; builtin return 1; }
}
__cg_deny() { # no SIGINT here: on 3.2 it would leave the trap marked as running, and it would never fire again
  __cg_history
  __cg_block=1 __cg_last=$__cg_num
  builtin shopt -s extdebug; builtin set +E
}
__cg_heal() { # last: the flag is for the line, not for prompt code. If it is readonly, `printf -v` just fails
  # shellcheck disable=SC2128
  builtin printf -v PROMPT_COMMAND %s "${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}{ __cg_prompt; } 2>/dev/null" ||
    __cg_new=1
}
__cg_unblock() { [[ -z $__cg_block ]] || builtin shopt -u extdebug; builtin set -T; __cg_block=''; }
__cg_prompt() {
  __cg_status=$? # not local, which could not be set with `set -k`
  __cg_unblock
  [[ -n $__cg_alive$__cg_off ]] ||
    __cg_say 'the DEBUG trap no longer fires (it was replaced, or an interrupt hit it): this shell is not protected; run: exec bash'
  __cg_alive='' __cg_line='' __cg_new=1
  [[ $- == *e* ]] || builtin return "$__cg_status"
}
__cg_history 2>/dev/null; __cg_last=$__cg_num
__cg_heal 2>/dev/null
builtin set -T
# A skipped condition of `while` counts as true and would spin: `! break` in the trap itself (not in a function) leaves
# the loop. Not for for, select and ((: there the break stays pending, and every later command would be dropped.
# With an extdebug of the user's, what fails here is skipped.
builtin trap '{ [[ -z $__cg_new$__cg_block$__cg_line && $BASH_COMMAND != __cg_prompt ]] || { __cg_debug "$_" ||
  case $BASH_COMMAND in for\ *|select\ *|\(\(*) ! [[ 1 ]] ;; *) ! builtin break 999 ;; esac; }; } 2>/dev/null' DEBUG
builtin export -n "${!__cg_@}" # `set -a` exports what is set
__cg_register
