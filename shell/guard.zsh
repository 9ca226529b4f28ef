# chimera-guard for interactive zsh: judges every command line before anything of it runs.
#   1. The widgets that accept a line judge it first; a line that is declined goes to the history and is not run.
#   2. preexec catches what got past them (an incremental search, other plugins' `zle .accept-line`). It cancels with
#      SIGINT: the main loop forgets an error of the hook, but not an interrupt.
# `chimera-guard init zsh` sets __cg_entry (Python and its entry point), __cg_command and __cg_strict, and reads this.
# `builtin` stands before what a function of the user's can be named like; not before reserved words, as `local`.
[[ -o interactive && -t 0 && ${CHIMERA_GUARD-} != off ]] || builtin return 0
(( ! $+functions[__cg_accept] )) || builtin return 0
if [[ -o restricted ]]; then builtin print "chimera-guard: a restricted shell can't be guarded"; builtin return; fi
builtin source ${${(%):-%x}:h}/transport.zsh || builtin return
builtin zmodload zsh/net/socket zsh/parameter zsh/system 2>/dev/null
typeset -g __cg_off= __cg_msg= __cg_seen= __cg_was=- __cg_facts= __cg_set= __cg_told= __cg_dir=${XDG_RUNTIME_DIR-}
typeset -gi __cg_seq=0 __cg_down=0
[[ -d $__cg_dir && -O $__cg_dir ]] || __cg_dir=${TMPDIR:-/tmp} # after `su`, it is somebody else's
[[ -w $__cg_dir ]] || __cg_dir=/tmp
__cg_dir=$__cg_dir/chimera-guard-$UID

__cg_replaced() { # text -> whether a global or suffix alias makes another line of it, which only preexec sees
  builtin emulate -L zsh
  local __cg_w
  (( $#galiases + $#saliases )) || builtin return 1
  for __cg_w in ${(z)1}; do
    (( $+galiases[$__cg_w] || $+saliases[${__cg_w##*.}] )) && builtin return 0
  done
  builtin return 1
}
__cg_heal() { # whichever function of ours is still called puts back the others; widgets of other plugins are left alone
  builtin emulate -L zsh
  local __cg_w
  (( $+builtins[zsocket] && $+builtins[sysread] )) || builtin zmodload zsh/net/socket zsh/system 2>/dev/null
  [[ ${(t)preexec_functions-} == *readonly* ]] || (( ${preexec_functions[(Ie)__cg_preexec]} )) ||
    preexec_functions=(__cg_preexec ${preexec_functions-}) # first, so that others start no timer for a declined line
  [[ ${(t)precmd_functions-} == *readonly* ]] || (( ${precmd_functions[(Ie)__cg_precmd]} )) ||
    precmd_functions+=(__cg_precmd)
  for __cg_w in accept-line accept-and-hold accept-line-and-down-history accept-and-infer-next-history; do
    [[ ${widgets[$__cg_w]-builtin} == builtin ]] && builtin zle -N $__cg_w __cg_accept
  done
}
# The user's ZERR trap is not for what fails here. A DEBUG trap runs once for each list, so that it sees three of ours.
__cg_precmd() { builtin emulate -L zsh && builtin trap - ZERR DEBUG && __cg_was= __cg_seen= && __cg_heal }
__cg_accept() { # what changes how a line is read is noted before emulate changes it
  local __cg_bang=${options[banghist]} && __cg_set=${options[interactivecomments]},${options[extendedglob]} &&
    __cg_set+=,${options[shwordsplit]},${options[ksharrays]},${options[globsubst]},${options[rcquotes]} &&
    __cg_set+=,${options[equals]} && builtin emulate -L zsh && builtin trap - ZERR DEBUG && __cg_judge
}
__cg_preexec() { builtin emulate -L zsh && builtin trap - ZERR DEBUG && __cg_net "$@" }
__cg_judge() {
  local __cg_full __cg_w=$WIDGET __cg_typed=$BUFFER
  # vared and select read no commands
  [[ -z $__cg_off && $CONTEXT == (start|cont) ]] || { builtin zle .$__cg_w; builtin return }
  __cg_heal
  if [[ $__cg_bang == on && ($BUFFER == *'!'* || $BUFFER == \^*) ]]; then
    builtin zle .expand-history
    # with `:p` or hist_verify, zsh only shows what becomes of the line; if it runs that, preexec sees it
    if [[ $BUFFER != "$__cg_typed" ]] && (( ${preexec_functions[(Ie)__cg_preexec]} )); then
      BUFFER=$__cg_typed __cg_seen=; builtin zle .$__cg_w; builtin return
    fi
  fi
  __cg_full=$PREBUFFER$BUFFER __cg_seen=
  [[ $__cg_full == *[^[:space:]]* ]] || { builtin zle .$__cg_w; builtin return }
  if __cg_replaced "$__cg_full"; then builtin zle .$__cg_w; builtin return; fi
  __cg_check zsh "$__cg_full"
  case $? in
    (0) __cg_seen=$__cg_full; builtin zle .$__cg_w ;;
    (2) builtin zle .$__cg_w ;; # unreadable, as far as it goes: preexec judges it, if zsh finds that it can run
    (*) if [[ $CONTEXT == cont ]]; then builtin zle .send-break; else builtin print -sr -- "$__cg_full"; BUFFER=; fi ;;
  esac
}
__cg_net() { # $1 is the line, $3 the same with aliases and history expanded
  __cg_heal
  __cg_was=$__cg_seen __cg_seen=
  [[ -n $__cg_off || -n $__cg_was && ($1 == $__cg_was || $1 == ${__cg_was%$'\n'}) ]] && builtin return
  __cg_check zsh-net "$3" && builtin return
  builtin trap - INT # a trap of the user's would swallow it
  builtin kill -INT $$
}
__cg_state() { # what protects this shell, for `chimera-guard status`
  local __cg_e=yes __cg_p=no __cg_k
  [[ -n $__cg_was$__cg_seen ]] || # the very line that asks
    __cg_e="no: this line came past it (Enter: ${"$(builtin bindkey '^M')"##* }; accept-line: ${widgets[accept-line]-})"
  (( ${preexec_functions[(Ie)__cg_preexec]} )) && __cg_p=yes
  for __cg_k in ${(k)parameters[(I)__cg_*]}; do
    [[ $parameters[$__cg_k] != *readonly* ]] || __cg_e="no: $__cg_k is readonly" __cg_p=$__cg_e
  done
  for __cg_k in emulate exec kill print return setopt sysread syswrite trap zle zsocket; do
    (( ! $+dis_builtins[$__cg_k] )) || __cg_e="no: $__cg_k is switched off (enable $__cg_k)" __cg_p=$__cg_e
  done
  builtin print -rl -- shell=zsh "version=$ZSH_VERSION" "off=${__cg_off:+yes}" "layer accept widgets=$__cg_e" \
    "layer preexec=$__cg_p" "directory=$__cg_dir" "entry=$__cg_entry[4]" "functions=${(k)functions}"
}
chimera-guard() {
  case ${1-} in
    (off) __cg_off=1; builtin print 'chimera-guard: off in this shell' ;;
    (on) __cg_off=; builtin print 'chimera-guard: on in this shell' ;;
    (*) CHIMERA_GUARD_SHELL=$(__cg_state) $__cg_command "$@" ;;
  esac
}
for __cg_w in accept-line accept-and-hold accept-line-and-down-history accept-and-infer-next-history; do
  builtin zle -N $__cg_w __cg_accept
done
builtin unset __cg_w
__cg_heal
() { # nobody wants to know how long that takes
  local REPORTTIME=-1 REPORTMEMORY=-1
  ($__cg_entry start $__cg_dir </dev/null >/dev/null 2>&1 &)
}
