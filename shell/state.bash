# shellcheck shell=bash
# shellcheck disable=SC2154 # the variables are set by guard.bash or guard32.bash
# chimera-guard for bash: the command `chimera-guard` in this shell, and what it tells about the shell.
__cg_lost() { # -> __cg_k: what keeps the guard from working at all
  builtin local __cg_n __cg_list
  __cg_k='' __cg_list=$'\n'$(\builtin readonly -p)
  __cg_n=$'\ndeclare -[a-zA-Z]* (__cg_[a-z_]+)'
  [[ ! $__cg_list =~ $__cg_n ]] || __cg_k="no: ${BASH_REMATCH[1]} is readonly"
  for __cg_n in $(\builtin enable -n); do
    case $__cg_n in
      alias | bind | declare | eval | export | history | kill | local | printf | read | return | set | shopt | trap)
        __cg_k="no: $__cg_n is switched off (enable $__cg_n)" ;;
    esac
  done
}
__cg_layers() { # bash >= 4.4
  builtin local __cg_e __cg_p __cg_i
  __cg_e=no __cg_p=no
  __cg_i=$({ \builtin bind -m emacs -s; \builtin bind -m vi-insert -s; } 2>/dev/null)
  [[ $__cg_i == *'"\C-m": "\C-x\C-_G1'*'"\C-m": "\C-x\C-_G1'* ]] && __cg_e=yes
  # the very line that asks was not judged at Enter
  [[ $__cg_e == no || $__cg_run == 0 || -n $__cg_ok ]] ||
    __cg_e='no: this line came past it (by another key? or PROMPT_COMMAND does not run __cg_prompt)'
  [[ :$SHELLOPTS: == *:emacs:* || :$SHELLOPTS: == *:vi:* ]] || __cg_e='no: line editing is off (set -o emacs)'
  [[ ! $(\builtin readonly -p) =~ ' READLINE_LINE' ]] || __cg_e='no: READLINE_LINE is readonly'
  [[ ${PS0-} == *__cg_net* ]] && __cg_p=yes
  [[ $BASHOPTS == *promptvars* ]] || __cg_p='no: promptvars is off, so it is not expanded'
  [[ $__cg_p != yes || -z $(\builtin trap -p INT) ]] || __cg_p='partly: this shell traps INT, so SIGINT does not cancel'
  [[ -z $__cg_k ]] || __cg_e=$__cg_k __cg_p=$__cg_k
  builtin printf 'layer %s\n' "Enter=$__cg_e" "PS0=$__cg_p" \
    "fc watch=$([[ $__cg_e$__cg_p == *yes* ]] && \builtin printf yes || \builtin printf no)"
}
__cg_layer() { # bash 3.2 to 4.3
  builtin local __cg_d
  __cg_d=no
  [[ $(\builtin trap -p DEBUG) != *__cg_debug* ]] ||
    __cg_d='partly: aliases, functions and here-documents are judged command by command, while they run'
  builtin printf 'layer DEBUG trap=%s\n' "${__cg_k:-$__cg_d}"
}
__cg_state() { # what protects this shell, for `chimera-guard status`
  builtin local __cg_k
  __cg_lost
  builtin printf '%s\n' 'shell=bash' "version=$BASH_VERSION" "off=${__cg_off:+yes}" \
    "fifo=$([[ -p $__cg_dir/$$.q ]] && \builtin printf yes)" "directory=$__cg_dir" "entry=${__cg_entry[3]}" \
    "functions=$(\builtin compgen -A function | \builtin command tr '\n' ' ')"
  if [[ -n $__cg_act ]]; then __cg_layers; else __cg_layer; fi
}
builtin shopt -qo posix || chimera-guard() { # posix mode has no such names
  case ${1-} in
    off) __cg_off=1; builtin printf 'chimera-guard: off in this shell\n' ;;
    on) __cg_off='' __cg_alive=1; builtin printf 'chimera-guard: on in this shell\n' ;;
    *) CHIMERA_GUARD_SHELL=$(__cg_state) "$__cg_command" "$@" ;;
  esac
}
