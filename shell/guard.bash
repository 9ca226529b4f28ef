# shellcheck shell=bash
# chimera-guard for interactive bash >= 4.4: judges every command line before anything of it runs.
#   1. Enter is a macro of two keys: a `bind -x` check, and a key that the check binds to accept-line or to nothing
#      (`bind -x` cannot end readline itself, so it can neither run nor drop the line).
#   2. PS0 catches, with SIGINT, what layer 1 has not seen whole; 3. a DEBUG trap watches one line that runs `fc`.
# `chimera-guard init bash` sets __cg_entry (Python and its entry point), __cg_command and __cg_strict, and reads this.
[[ -n ${__cg_on-} && ${__cg_on@a} == *x* ]] && unset -v __cg_on # inherited from a shell that exports everything
[[ $- == *i* && -t 0 && -z ${__cg_on-} && ${CHIMERA_GUARD-} != off ]] || return 0
__cg_on=1 __cg_off='' __cg_seq=0 __cg_acc='' __cg_ok='' __cg_run=0 __cg_cont=0 __cg_act=G3 __cg_watch='' __cg_msg=''
__cg_int='' __cg_down=0 __cg_server='' __cg_facts='' __cg_z=() __cg_dir=${XDG_RUNTIME_DIR-}
[[ -d $__cg_dir ]] || __cg_dir=${TMPDIR:-/tmp}
__cg_dir=$__cg_dir/chimera-guard-$UID
# shellcheck source=shell/transport.bash
. "${BASH_SOURCE[0]%/*}/transport.bash"

# Layer 1. Key sequences are shared by all keymaps on bash <= 5.0, so each keymap gets the same ones.
__cg_setact() { # G3 (accept-line), G4 (operate-and-get-next) or cancel
  [[ $__cg_act == "$1" ]] && return
  local __cg_m __cg_t=
  __cg_act=$1
  [[ $1 == cancel ]] || __cg_t="\\C-x\\C-_$1\\a"
  for __cg_m in emacs vi-insert vi-command; do bind -m $__cg_m "\"\\C-x\\C-_G2\\a\": \"$__cg_t\""; done
}
__cg_heal() { # a prompt that the user replaced must not switch the guard off
  # shellcheck disable=SC2016,SC2178,SC2128 # expanded when shown, never now; PROMPT_COMMAND may be an array
  [[ "${PROMPT_COMMAND[*]-}" == *__cg_prompt* ]] ||
    __cg_run=0 PROMPT_COMMAND=__cg_prompt${PROMPT_COMMAND:+$'\n'$PROMPT_COMMAND} # first, so that others stay last
  # shellcheck disable=SC2016
  [[ ${PS2-} == *__cg_cont* ]] || PS2='${__cg_z[__cg_cont=1]-}'${PS2-}
}
__cg_enter() { # the action that accepts
  { local -; set +kx; } 2>/dev/null # with `set -k`, `local a=b` sets nothing
  __cg_heal
  if ((__cg_run)) || [[ -n $__cg_off ]]; then __cg_ok=1; __cg_setact "$1"; return; fi # `read -e` in a running command
  local __cg_l=$READLINE_LINE __cg_e
  ((__cg_cont)) || __cg_acc=
  __cg_cont=0 __cg_ok='' # should anything here fail, PS0 judges the line
  export -n READLINE_LINE # a long line in the environment would let no program start
  if [[ $- == *H* && ($__cg_l == *'!'* || $__cg_l == '^'*) ]]; then
    __cg_e=$(builtin history -p -- "$__cg_l" 2>/dev/null) && __cg_l=$__cg_e
  fi
  if [[ -z $__cg_acc && $__cg_l != *[![:space:]]* ]]; then __cg_ok=1; __cg_setact "$1"; return; fi
  __cg_check bash "$__cg_acc$__cg_l"
  __cg_e=$?
  ((__cg_e)) || __cg_ok=1
  if ((__cg_e == 2)); then # unreadable, as far as it goes: PS0 judges it, if bash finds that it can run
    __cg_e=0
    [[ -z $(trap -p INT) ]] || { __cg_check bash-net "$__cg_acc$__cg_l"; __cg_e=$?; } # there PS0 could not cancel
  fi
  if ((__cg_e)); then # a line that continues others is dropped with them
    if [[ -n $__cg_acc ]]; then builtin kill -INT $$; else builtin history -s -- "$__cg_l"; fi
    __cg_acc='' READLINE_LINE='' READLINE_POINT=0
    __cg_setact cancel
    return
  fi
  __cg_acc+=$__cg_l$'\n'
  __cg_setact "$1"
}
__cg_edit() { # edit-and-execute-command would run what the editor leaves; this puts it back on the line
  local __cg_f
  __cg_f=$(mktemp) || return
  builtin printf '%s\n' "$READLINE_LINE" >|"$__cg_f"
  ${VISUAL:-${EDITOR:-vi}} "$__cg_f" </dev/tty >/dev/tty
  READLINE_LINE=$(<"$__cg_f") READLINE_POINT=${#READLINE_LINE}
  rm -f -- "$__cg_f"
}
__cg_bind() {
  local __cg_m __cg_enter='\C-x\C-_G1\a\C-x\C-_G2\a'
  for __cg_m in emacs vi-insert vi-command; do
    bind -m $__cg_m -x '"\C-x\C-_G1\a": __cg_enter G3'; bind -m $__cg_m -x '"\C-x\C-_G5\a": __cg_enter G4'
    bind -m $__cg_m -x '"\C-x\C-_G6\a": __cg_edit'; bind -m $__cg_m '"\C-x\C-_G3\a": accept-line'
    bind -m $__cg_m '"\C-x\C-_G4\a": operate-and-get-next'; bind -m $__cg_m '"\C-x\C-_G2\a": "\C-x\C-_G3\a"'
    bind -m $__cg_m "\"\\C-m\": \"$__cg_enter\""; bind -m $__cg_m "\"\\C-j\": \"$__cg_enter\""
  done
  bind -m emacs '"\C-o": "\C-x\C-_G5\a\C-x\C-_G2\a"'; bind -m emacs "\"\\C-x\\C-e\": \"\\C-x\\C-_G6\\a$__cg_enter\""
  bind -m vi-command "\"v\": \"\\C-x\\C-_G6\\a$__cg_enter\""
}

# Layer 2, in a substitution of PS0: a key bound straight to accept-line, or what layer 1 could not read.
__cg_net() {
  [[ -z $__cg_off ]] || return
  set +k
  local __cg_l=$__cg_acc
  if [[ -z $__cg_l ]]; then
    __cg_l=$(HISTTIMEFORMAT='' builtin history 1)
    __cg_l=${__cg_l#*[0-9] } __cg_l=${__cg_l#"${__cg_l%%[! ]*}"}
  fi
  __cg_check bash-net "$__cg_l" || builtin kill -INT $$
}
# Layer 3, for a line with `fc`: its commands are judged one by one. A DEBUG trap always on would cost every command.
__cg_watch_on() {
  __cg_watch=$(trap -p DEBUG)
  [[ -n $__cg_watch ]] || __cg_watch='trap - DEBUG'
  trap __cg_debug DEBUG
}
__cg_debug() {
  case ${FUNCNAME[1]-}:$BASH_COMMAND in __cg_*:* | *:__cg_* | *:fc | *:fc\ *) return 0 ;; esac # never skip our own
  [[ -z ${READLINE_LINE+x}${COMP_LINE+x} ]] || return 0
  __cg_check bash-cmd "$BASH_COMMAND" && return 0
  shopt -s extdebug # now a failing trap skips the command; SIGINT ends loops, whose skipped condition counts as true
  set +TE
  [[ -n $__cg_int ]] || __cg_int=$(trap -p INT)
  [[ -n $__cg_int ]] || { __cg_int='trap - INT'; builtin kill -INT $$; }
  return 1
}
__cg_heal_net() { # never from `bind -x`: from the prompt until the line runs, bash holds a pointer to the value of PS0
  # shellcheck disable=SC2016
  [[ ${PS0-} == *__cg_net* ]] || PS0=${PS0-}'${__cg_z[__cg_run=1]-}${__cg_z[0${__cg_ok:-$(__cg_net)}]-}'
}
__cg_prompt() {
  local __cg_s=$?
  __cg_heal_net
  __cg_acc='' __cg_ok='' __cg_run=0 __cg_cont=0
  if [[ -n $__cg_watch ]]; then
    shopt -u extdebug
    eval "$__cg_watch"; eval "$__cg_int"
    __cg_watch='' __cg_int=''
  fi
  return $__cg_s
}
__cg_state() { # what protects this shell, for `chimera-guard status`
  local __cg_e=no __cg_p=no
  [[ $(bind -m emacs -s; bind -m vi-insert -s) == *'"\C-m": "\C-x\C-_G1'*'"\C-m": "\C-x\C-_G1'* ]] && __cg_e=yes
  [[ ${PS0-} == *__cg_net* ]] && __cg_p=yes
  [[ $__cg_p == no || -z $(trap -p INT) ]] || __cg_p='partly: this shell traps INT, so SIGINT does not cancel'
  builtin printf '%s\n' shell=bash "version=$BASH_VERSION" "off=${__cg_off:+yes}" "layer Enter=$__cg_e" \
    "layer PS0=$__cg_p" 'layer fc watch=yes' "fifo=$([[ -p $__cg_dir/$$.q ]] && echo yes)" "directory=$__cg_dir" \
    "functions=$(compgen -A function | tr '\n' ' ')"
}
shopt -qo posix || chimera-guard() { # posix mode has no such names
  case ${1-} in
    off) __cg_off=1; echo 'chimera-guard: off in this shell' ;;
    on) __cg_off=; echo 'chimera-guard: on in this shell' ;;
    *) # shellcheck disable=SC2154
      CHIMERA_GUARD_SHELL=$(__cg_state) "$__cg_command" "$@" ;;
  esac
}
# without the trace attribute, a DEBUG trap that a function changes is put back when it returns
declare -ft __cg_prompt __cg_watch_on __cg_check __cg_enter
__cg_bind
__cg_heal
__cg_heal_net
__cg_register
