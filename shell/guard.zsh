# chimera-guard for interactive zsh: judges every command line before anything of it runs.
#   1. The widgets that accept a line judge it first; a line that is declined goes to the history and is not run.
#   2. preexec catches what got past them (an incremental search, other plugins' `zle .accept-line`). It cancels with
#      SIGINT: the main loop forgets an error of the hook, but not an interrupt.
# `chimera-guard init zsh` sets __cg_entry (Python and its entry point), __cg_command and __cg_strict, and reads this.
# Every name begins with __cg_, locals too: they would hide variables of the user's whose values are sent along.
[[ -o interactive && -t 0 && ${CHIMERA_GUARD-} != off ]] || return 0
[[ ${(t)__cg_on-} == *export* ]] && unset __cg_on # inherited from a shell that exports everything
[[ -z ${__cg_on-} ]] || return 0
zmodload zsh/net/socket zsh/parameter zsh/system 2>/dev/null
typeset -g __cg_on=1 __cg_off= __cg_msg= __cg_seen= __cg_facts= __cg_dir=${XDG_RUNTIME_DIR-}
typeset -gi __cg_seq=0 __cg_down=0
[[ -d $__cg_dir ]] || __cg_dir=${TMPDIR:-/tmp}
__cg_dir=$__cg_dir/chimera-guard-$UID

__cg_say() { print -r -- $'\n'"chimera-guard: $1" >/dev/tty }

__cg_learn() { # text -> __cg_facts: what the words of a line mean in this shell
  emulate -L zsh
  setopt extended_glob
  local __cg_text=$1 __cg_new __cg_w __cg_rest __cg_n
  local -A __cg_had
  __cg_facts=$' v HOME='$HOME$'\x1e'
  for __cg_n in 1 2 3 4; do # what a definition calls is looked up as well
    __cg_new=
    for __cg_w in ${=__cg_text//[^[:alnum:]._:+%,^~\/@-]/ }; do
      [[ $__cg_w == (chimera-guard|__cg_*) || -n ${__cg_had[$__cg_w]-} ]] && continue
      __cg_had[$__cg_w]=1
      (( $+aliases[$__cg_w] )) && __cg_new+=$'\x1e a '$__cg_w=$aliases[$__cg_w]
      (( $+functions[$__cg_w] )) && __cg_new+=$'\x1e f '$__cg_w$'\n'$functions[$__cg_w]
    done
    __cg_rest=$__cg_text
    while [[ $__cg_rest == *\$* ]]; do
      __cg_rest=${__cg_rest#*\$} __cg_w=${${__cg_rest#\{}%%[^A-Za-z0-9_]*}
      [[ $__cg_w == [A-Za-z_]* && $__cg_w != (IFS|__cg_*) && ${(Pt)__cg_w} == (scalar|integer|float)* ]] || continue
      [[ -n ${__cg_had[v=$__cg_w]-} ]] && continue
      __cg_had[v=$__cg_w]=1 __cg_new+=$'\x1e v '$__cg_w=${(P)__cg_w}
    done
    [[ -n $__cg_new ]] || return 0
    __cg_facts+=$__cg_new __cg_text=$__cg_new
  done
}
__cg_frame() { # kind text
  local __cg_u=$'\x1f' __cg_z=$'\0'
  local __cg_all=("${__cg_z}1" "$__cg_seq" "$1" "${PWD//$__cg_u/?}")
  __cg_all+=("${__cg_facts//($__cg_u|$__cg_z)/?}" "${2//$__cg_z/}$__cg_z")
  print -rn -- "${(pj.\x1f.)__cg_all}"
}
__cg_rpc() { # kind text -> status: the verdict; __cg_msg: the message
  emulate -L zsh
  setopt extended_glob # for (#q): a directory of ours that only we can enter
  local REPLY __cg_r __cg_op=ask __cg_s
  integer __cg_fd
  __cg_msg=
  (( ++__cg_seq ))
  # first, so that the server wakes up while the facts are gathered
  (( SECONDS >= __cg_down )) && [[ -n $__cg_dir(#qN/Uf700) ]] && zsocket $__cg_dir/socket 2>/dev/null && __cg_fd=$REPLY
  __cg_learn "$2"
  if (( __cg_fd )); then
    # a socket takes that much at once, also of a server that does not read
    (( $#2 + $#__cg_facts <= 15000 )) && __cg_frame "$@" >&$__cg_fd 2>/dev/null &&
      { IFS= read -r -t 0.4 -d $'\0' -u $__cg_fd __cg_r || __cg_op=cold }
    exec {__cg_fd}>&-
    if [[ $__cg_r == $__cg_seq$'\x1f'* ]]; then
      __cg_r=${__cg_r#*$'\x1f'} __cg_msg=${__cg_r#*$'\x1f'} __cg_s=${__cg_r%%$'\x1f'*}
      (( __cg_s == 9 )) || return $__cg_s
    fi
  fi
  __cg_msg=$(__cg_frame "$@" | $__cg_entry $__cg_op $__cg_dir 2>/dev/null)
  __cg_s=$?
  (( __cg_s <= 3 )) && return $__cg_s
  (( __cg_down = SECONDS + 30 )) # do not wait for it again on each line
  return 9
}
__cg_check() { # kind text -> 0 run it, 1 do not, 2 ask again when it is complete
  emulate -L zsh
  local __cg_s
  __cg_rpc "$@"
  __cg_s=$?
  # it draws the prompt anew: only if something is shown
  [[ -n ${WIDGET-} && -n $__cg_msg || $__cg_s -eq 9 ]] && zle -I 2>/dev/null
  case $__cg_s in
    (0) [[ -z $__cg_msg ]] || __cg_say $__cg_msg ;;
    (1) $__cg_entry show $__cg_msg
      __cg_s=$?
      (( __cg_s <= 1 )) || __cg_say "$__cg_msg"$'\n(could not ask: not run)'
      return $(( __cg_s != 0 )) ;;
    (2) return 2 ;;
    (*) __cg_say "could not judge this line${__cg_msg:+ ($__cg_msg)}; ${__cg_strict:+not }run"
      [[ -z $__cg_strict ]] ;;
  esac
}

__cg_replaced() { # text -> whether a global or suffix alias makes another line of it, which only preexec sees
  emulate -L zsh
  local __cg_w
  (( $#galiases + $#saliases )) || return 1
  for __cg_w in ${(z)1}; do
    (( $+galiases[$__cg_w] || $+saliases[${__cg_w##*.}] )) && return 0
  done
  return 1
}
__cg_accept() {
  local __cg_bang=$options[banghist] __cg_full __cg_w=$WIDGET
  emulate -L zsh
  [[ -z $__cg_off && $CONTEXT == (start|cont) ]] || { zle .$__cg_w; return } # vared and select read no commands
  [[ $__cg_bang == on && ($BUFFER == *'!'* || $BUFFER == \^*) ]] && zle .expand-history
  __cg_full=$PREBUFFER$BUFFER __cg_seen=
  [[ $__cg_full == *[^[:space:]]* ]] || { zle .$__cg_w; return }
  if __cg_replaced "$__cg_full"; then zle .$__cg_w; return; fi
  __cg_check zsh "$__cg_full"
  case $? in
    (0) __cg_seen=$__cg_full; zle .$__cg_w ;;
    (2) zle .$__cg_w ;; # unreadable, as far as it goes: preexec judges it, if zsh finds that it can run
    (*) if [[ $CONTEXT == cont ]]; then zle .send-break; else print -sr -- "$__cg_full"; BUFFER=; fi ;;
  esac
}
__cg_preexec() { # $1 is the line, $3 the same with aliases and history expanded
  emulate -L zsh
  local __cg_was=$__cg_seen
  __cg_seen=
  [[ -n $__cg_off || -n $__cg_was && ($1 == $__cg_was || $1 == ${__cg_was%$'\n'}) ]] && return
  __cg_check zsh-net "$3" && return
  setopt local_options local_traps
  trap - INT # a trap of the user's would swallow it
  kill -INT $$
}
__cg_state() { # what protects this shell, for `chimera-guard status`
  local __cg_e=no __cg_p=no
  [[ ${widgets[accept-line]-} == user:__cg_accept ]] && __cg_e=yes
  [[ ${widgets[accept-line]-} == user:* && $__cg_e == no ]] && __cg_e="wrapped by ${widgets[accept-line]#user:}"
  (( ${preexec_functions[(Ie)__cg_preexec]} )) && __cg_p=yes
  print -rl -- shell=zsh "version=$ZSH_VERSION" "off=${__cg_off:+yes}" "layer accept widgets=$__cg_e" \
    "layer preexec=$__cg_p" "directory=$__cg_dir" "functions=${(k)functions}"
}
chimera-guard() {
  case ${1-} in
    (off) __cg_off=1; print 'chimera-guard: off in this shell' ;;
    (on) __cg_off=; print 'chimera-guard: on in this shell' ;;
    (*) CHIMERA_GUARD_SHELL=$(__cg_state) $__cg_command "$@" ;;
  esac
}
for __cg_w in accept-line accept-and-hold accept-line-and-down-history accept-and-infer-next-history; do
  (( $+widgets[$__cg_w] )) && zle -N $__cg_w __cg_accept
done
unset __cg_w
autoload -Uz add-zsh-hook && add-zsh-hook preexec __cg_preexec
# first, so that others start no timer for a line that is declined
preexec_functions=(__cg_preexec ${preexec_functions:#__cg_preexec})
($__cg_entry start $__cg_dir </dev/null >/dev/null 2>&1 &)
