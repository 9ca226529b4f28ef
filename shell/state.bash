# shellcheck shell=bash disable=SC2154 # the variables are set by guard.bash
# chimera-guard for bash >= 4.4: the command `chimera-guard` in this shell, and what it tells about the shell.
__cg_state() { # what protects this shell, for `chimera-guard status`
  builtin local __cg_e __cg_p __cg_k
  __cg_e=no __cg_p=no
  __cg_k=$({ \builtin bind -m emacs -s; \builtin bind -m vi-insert -s; } 2>/dev/null)
  [[ $__cg_k == *'"\C-m": "\C-x\C-_G1'*'"\C-m": "\C-x\C-_G1'* ]] && __cg_e=yes
  [[ :$SHELLOPTS: == *:emacs:* || :$SHELLOPTS: == *:vi:* ]] || __cg_e='no: line editing is off (set -o emacs)'
  [[ ${PS0-} == *__cg_net* ]] && __cg_p=yes
  [[ $BASHOPTS == *promptvars* ]] || __cg_p='no: promptvars is off, so it is not expanded'
  [[ $__cg_p != yes || -z $(\builtin trap -p INT) ]] || __cg_p='partly: this shell traps INT, so SIGINT does not cancel'
  __cg_k=$'\n'$(\builtin readonly -p)
  if [[ $__cg_k =~ $'\ndeclare -'[a-zA-Z]*' '(READLINE_LINE|__cg_[a-z_]+) ]]; then
    __cg_e="no: ${BASH_REMATCH[1]} is readonly"
    [[ ${BASH_REMATCH[1]} == READLINE_LINE ]] || __cg_p=$__cg_e
  fi
  for __cg_k in $(\builtin enable -n); do
    case $__cg_k in
      alias | bind | declare | eval | export | history | kill | local | printf | read | return | set | shopt | trap)
        __cg_e="no: $__cg_k is switched off (enable $__cg_k)" __cg_p=$__cg_e ;;
    esac
  done
  builtin printf '%s\n' 'shell=bash' "version=$BASH_VERSION" "off=${__cg_off:+yes}" "layer Enter=$__cg_e" \
    "layer PS0=$__cg_p" "layer fc watch=$([[ $__cg_e$__cg_p == *yes* ]] && \builtin printf yes || \builtin printf no)" \
    "fifo=$([[ -p $__cg_dir/$$.q ]] && \builtin printf yes)" \
    "directory=$__cg_dir" "entry=${__cg_entry[3]}" \
    "functions=$(\builtin compgen -A function | \builtin command tr '\n' ' ')"
}
builtin shopt -qo posix || chimera-guard() { # posix mode has no such names
  case ${1-} in
    off) __cg_off=1; builtin printf 'chimera-guard: off in this shell\n' ;;
    on) __cg_off=; builtin printf 'chimera-guard: on in this shell\n' ;;
    *) # shellcheck disable=SC2154
      CHIMERA_GUARD_SHELL=$(__cg_state) "$__cg_command" "$@" ;;
  esac
}
