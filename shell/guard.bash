# shellcheck shell=bash
# chimera-guard for interactive bash >= 4.4: judges every command line before anything of it runs.
#   1. Enter is a macro of two keys: a `bind -x` check, and a key that the check binds to accept-line or to nothing
#      (`bind -x` cannot end readline itself, so it can neither run nor drop the line).
#   2. PS0 catches, with SIGINT, what layer 1 has not seen whole; 3. a DEBUG trap watches one line that runs `fc`.
# `chimera-guard init bash` sets __cg_entry (Python and its entry point), __cg_command and __cg_strict, and reads this.
[[ -n ${__cg_on-} && ${__cg_on@a} == *x* ]] && builtin unset -v __cg_on # inherited from a shell that exports everything
[[ $- == *i* && -t 0 && -z ${__cg_on-} && ${CHIMERA_GUARD-} != off ]] || builtin return 0
# shellcheck source=shell/transport.bash source=shell/state.bash
{ builtin . "${BASH_SOURCE[0]%/*}/transport.bash" && builtin . "${BASH_SOURCE[0]%/*}/state.bash"; } || builtin return
__cg_on=1 __cg_off='' __cg_seq=0 __cg_acc='' __cg_ok='' __cg_run=0 __cg_cont=0 __cg_act=G3 __cg_watch='' __cg_msg=''
__cg_int='' __cg_down=0 __cg_server='' __cg_facts='' __cg_z=() __cg_dir=${XDG_RUNTIME_DIR-}
[[ -d $__cg_dir && -O $__cg_dir ]] || __cg_dir=${TMPDIR:-/tmp} # after `su`, it is somebody else's
[[ -w $__cg_dir ]] || __cg_dir=/tmp
__cg_dir=$__cg_dir/chimera-guard-$UID

# Layer 1. Key sequences are shared by all keymaps on bash <= 5.0, so each keymap gets the same ones.
__cg_setact() { # G3 (accept-line), G4 (operate-and-get-next) or cancel
  [[ $__cg_act == "$1" ]] && builtin return 0
  builtin local __cg_m __cg_t=
  __cg_act=$1
  [[ $1 == cancel ]] || __cg_t="\\C-x\\C-_$1\\a"
  for __cg_m in emacs vi-insert vi-command; do builtin bind -m $__cg_m "\"\\C-x\\C-_G2\\a\": \"$__cg_t\""; done
}
# A prompt that the user replaced must not switch the guard off. Where it is readonly, `printf -v` fails, while an
# assignment would end the function that makes it; each Enter is then taken for one at a prompt.
__cg_heal() {
  # shellcheck disable=SC2128 # PROMPT_COMMAND may be an array; ours is first, so that others stay last
  if [[ "${PROMPT_COMMAND[*]-}" != *__cg_prompt* ]]; then
    __cg_run=0
    builtin printf -v PROMPT_COMMAND %s "{ __cg_prompt; } 2>/dev/null${PROMPT_COMMAND:+$'\n'$PROMPT_COMMAND}"
  fi 2>/dev/null
  # shellcheck disable=SC2016 # expanded when shown, never now
  [[ ${PS2-} == *__cg_cont* ]] || builtin printf -v PS2 %s '${__cg_z[__cg_cont=1]-}'"${PS2-}" 2>/dev/null
}
__cg_enter() { # the action that accepts, $_ (which the last argument will be) -> 1: watch what runs
  # with `set -k`, `local a=b` sets nothing; with `set -e`, a `no` would end the shell; with `set -T`, a DEBUG trap of
  # the user's would see all that __cg_judge does, and each of its commands would be slow
  { builtin local -; builtin set +aeEkxT; } 2>/dev/null
  __cg_judge "$1"
}
__cg_judge() {
  __cg_heal
  # a shell that was restricted may not ask any more
  if [[ -n $__cg_off || $- == *r* ]]; then __cg_ok=1; __cg_setact "$1"; builtin return 0; fi
  # 1: `read -e` in a running command; 2: so it seemed. If PS0 is expanded then, PROMPT_COMMAND does not call us (3), and
  # each Enter is taken for one at a prompt. Where READLINE_LINE is readonly, what it says is not the line
  if ((__cg_run % 3 && (__cg_run = 2))) || [[ ${READLINE_LINE@a} == *r* ]]; then
    __cg_ok='' __cg_acc=''; __cg_setact "$1"; builtin return 0
  fi
  builtin local __cg_l="$READLINE_LINE" __cg_e=0 __cg_w='' __cg_h="${histchars:-!^}"
  ((__cg_cont)) || __cg_acc=
  __cg_cont=0 __cg_ok='' # should anything here fail, PS0 judges the line
  builtin export -n READLINE_LINE # a long line in the environment would let no program start
  if [[ $- == *H* && ($__cg_l == *"${__cg_h:0:1}"* || $__cg_l == "${__cg_h:1:1}"*) ]]; then
    # `history -p` drops the newest entry, as its own line, but behind a `history -s`, and this one adds none
    if __cg_h=$(HISTIGNORE='*'; \builtin history -s x; \builtin history -p -- "$__cg_l" 2>/dev/null); then
      # with `:p` or histverify, bash shows what becomes of the line, and runs nothing
      [[ $__cg_h == "$__cg_l" || $__cg_l != *:p* && $BASHOPTS != *histverify* ]] || __cg_e=2
      __cg_l=$__cg_h
    else __cg_e=2; fi # there is no such entry: bash will say so
  fi
  if [[ -z $__cg_acc && $__cg_l != *[![:space:]]* ]]; then __cg_ok=1; __cg_setact "$1"; builtin return 0; fi
  ((__cg_e)) || __cg_check bash "$__cg_acc$__cg_l" || __cg_e=$? # so, because no ERR trap sees it
  ((__cg_e != 3)) || __cg_e=0 __cg_w=1
  ((__cg_e)) || __cg_ok=1
  if ((__cg_e == 2)); then # unreadable, as far as it goes: PS0 judges it, if bash finds that it can run
    __cg_e=0
    # where INT is trapped, PS0 could not cancel; nor where it was taken away, or is not expanded
    [[ ${PS0-} == *__cg_net* && $BASHOPTS == *promptvars* && -z $(\builtin trap -p INT) ]] ||
      __cg_check bash-net "$__cg_acc$__cg_l" || __cg_e=$?
  fi
  if ((__cg_e)); then # a line that continues others is dropped with them
    if [[ -n $__cg_acc ]]; then builtin kill -INT $$; else builtin history -s -- "$__cg_l"; fi
    __cg_acc='' READLINE_LINE='' READLINE_POINT=0
    __cg_setact cancel
    builtin return 0
  fi
  __cg_acc+=$__cg_l$'\n'
  __cg_setact "$1"
  [[ -z $__cg_w ]]
}
__cg_edit() { # edit-and-execute-command would run what the editor leaves; this puts it back on the line
  builtin local __cg_f
  __cg_f=$(\builtin command mktemp) || builtin return
  builtin printf '%s\n' "$READLINE_LINE" >|"$__cg_f"
  ${VISUAL:-${EDITOR:-vi}} "$__cg_f" </dev/tty >/dev/tty
  READLINE_LINE=$(<"$__cg_f") READLINE_POINT=${#READLINE_LINE}
  builtin command rm -f -- "$__cg_f"
}
__cg_bind() {
  builtin local __cg_m __cg_enter; __cg_enter='\C-x\C-_G1\a\C-x\C-_G2\a' # with `set -k`, `local a=b` sets nothing
  # no braces, in which `set -x` would not show the call: behind an open quote, bash fails to parse them. What a
  # function without the trace attribute changes of the DEBUG trap is put back when it returns
  # shellcheck disable=SC2016 # expanded when the key is pressed
  for __cg_m in emacs vi-insert vi-command; do
    builtin bind -m $__cg_m -x '"\C-x\C-_G1\a": __cg_enter G3 "$_" || __cg_watch_on "$_"'
    builtin bind -m $__cg_m -x '"\C-x\C-_G5\a": __cg_enter G4 "$_" || __cg_watch_on "$_"'
    builtin bind -m $__cg_m -x '"\C-x\C-_G6\a": __cg_edit "$_"'
    builtin bind -m $__cg_m '"\C-x\C-_G3\a": accept-line'; builtin bind -m $__cg_m '"\C-x\C-_G4\a": operate-and-get-next'
    builtin bind -m $__cg_m '"\C-x\C-_G2\a": "\C-x\C-_G3\a"'
    builtin bind -m $__cg_m "\"\\C-m\": \"$__cg_enter\""; builtin bind -m $__cg_m "\"\\C-j\": \"$__cg_enter\""
  done
  builtin bind -m emacs '"\C-o": "\C-x\C-_G5\a\C-x\C-_G2\a"'
  builtin bind -m emacs "\"\\C-x\\C-e\": \"\\C-x\\C-_G6\\a$__cg_enter\""
  builtin bind -m vi-command "\"v\": \"\\C-x\\C-_G6\\a$__cg_enter\""
}

# Layer 2, in a substitution of PS0: a key bound straight to accept-line, or what layer 1 could not read.
__cg_net() {
  [[ -z $__cg_off ]] || builtin return
  builtin set +aeEk
  builtin local __cg_l="$__cg_acc"
  if [[ -z $__cg_l ]]; then
    __cg_l=$(HISTTIMEFORMAT='' \builtin history 1)
    __cg_l=${__cg_l#*[0-9] }
    # where the format is readonly, `history` puts the time in front
    [[ -z ${HISTTIMEFORMAT-} || ${HISTTIMEFORMAT@a} != *r* ]] || __cg_l=$(\builtin fc -ln -0 -0)
    __cg_l=${__cg_l#"${__cg_l%%[![:space:]]*}"}
  fi
  __cg_check bash-net "$__cg_l" || builtin kill -INT $$
}
__cg_heal_net() { # never from `bind -x`: from the prompt until the line runs, bash holds a pointer to the value of PS0
  # shellcheck disable=SC2016
  [[ $BASHOPTS == *promptvars* ]] || builtin printf -v PS0 %s "${PS0%%'${__cg_z'*}" # it would be shown as it is
  # shellcheck disable=SC2016
  [[ ${PS0-} == *__cg_net* || $BASHOPTS != *promptvars* ]] ||
    builtin printf -v PS0 %s "${PS0-}"'${__cg_z[__cg_run|=1]-}${__cg_z[0${__cg_ok:-$({ __cg_net; } 2>/dev/null)}]-}'
  builtin return 0
}
__cg_prompt() {
  __cg_status=$? # not local, which could not be set with `set -k`
  [[ -n $__cg_watch ]] || { builtin local -; builtin set +T; }
  __cg_heal_net
  __cg_acc='' __cg_ok='' __cg_run=0 __cg_cont=0
  if [[ -n $__cg_watch ]]; then
    builtin declare +ft __cg_prompt
    builtin shopt -u extdebug
    builtin eval "\\builtin $__cg_watch"
    [[ -z $__cg_int ]] || builtin eval "\\builtin $__cg_int"
    __cg_watch='' __cg_int=''
  fi
  [[ $- == *e* ]] || builtin return "$__cg_status"
}
builtin declare -ft __cg_watch_on
__cg_bind
__cg_heal
__cg_heal_net
builtin export -n "${!__cg_@}" # `set -a` exports what is set
__cg_register
