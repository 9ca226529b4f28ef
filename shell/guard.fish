# chimera-guard for interactive fish >= 3.4: judges every command line before anything of it runs.
# Enter is bound to a function that judges the buffer, then has fish execute it, or empties it; so is, at the next
# prompt, any other key that executes. A function `commandline` does the same for functions that do. There is no second
# layer: neither a failing fish_preexec nor SIGINT cancels a line.
# `chimera-guard init fish` sets __cg_entry (Python and its entry point), __cg_command and __cg_strict, and reads this.
# `builtin` stands before what a function of the user's can be named like; fish reserves the other names.
status is-interactive; and not builtin functions -q __cg_enter; and test "$CHIMERA_GUARD" != off; or builtin exit 0
builtin source (string replace -r '[^/]*$' '' -- (status filename))transport.fish; or builtin exit
set -g __cg_off
set -g __cg_running 0
set -g __cg_seq 0
set -g __cg_dir "$XDG_RUNTIME_DIR"
test -d "$__cg_dir" -a -O "$__cg_dir"; or set -g __cg_dir "$TMPDIR" # after `su`, it is somebody else's
test -w "$__cg_dir"; or set -g __cg_dir /tmp
set -g __cg_dir $__cg_dir/chimera-guard-(command id -u)

function __cg_preexec --on-event fish_preexec
    set -g __cg_running 1
end
function __cg_postexec --on-event fish_postexec
    set -g __cg_running 0
    set -g __cg_seen
end
function __cg_enter
    set -l text (__cg_expanded | string collect)
    builtin commandline --is-valid
    set -l valid $status
    # the answer to a `read` of a running command; a line that goes on, or that fish will refuse; a blank one
    if test $__cg_running = 1 -o -n "$__cg_off" -o $valid -ne 0; or not string match -qr '\S' -- $text
        builtin commandline -f execute
    else if __cg_check $text
        set -g __cg_seen 1
        builtin commandline -f execute
    else
        builtin history append -- $text 2>/dev/null # fish >= 4.0
        builtin commandline -r ''
        builtin commandline -f repaint
    end
end
# What a function of somebody else's executes. What fish would do before it (accept a suggestion, ...) has not happened
# when this runs: then only that is done, and Enter is left to the person.
builtin functions -q commandline; or function commandline
    if builtin contains -- execute $argv; and string match -qr '^(-f|--function)' -- $argv[1]
        test (builtin count $argv) -gt 2; and builtin commandline (string match -v execute -- $argv); or __cg_enter
    else
        builtin commandline $argv
    end
end
function __cg_bind
    for mode in default insert visual replace replace_one
        set -l keys -M $mode
        test $mode = default -a "$fish_key_bindings" = fish_vi_key_bindings; and set -a keys -m insert
        builtin bind $keys \r __cg_enter
        builtin bind $keys \n __cg_enter
        builtin bind $keys enter __cg_enter 2>/dev/null # how fish 4 names it
    end
end
function __cg_rebind --on-variable fish_key_bindings
    __cg_bind
end
function __cg_heal --on-event fish_prompt # a key that was erased; what somebody bound to something else is left alone
    builtin bind --user -M $fish_bind_mode \r >/dev/null 2>&1; or __cg_bind
    for line in (builtin bind --user | string match -r '^bind (?:-\S+ \S+ )*\S+ execute$')
        builtin eval (string replace -r 'execute$' __cg_enter -- $line)
    end
end
function __cg_state # what protects this shell, for `chimera-guard status`
    set -l key (builtin bind -M $fish_bind_mode \r 2>/dev/null | string join '; ')
    set -l enter "no: this line came past it ($key)"
    test -n "$__cg_seen"; and set enter yes # the very line that asks
    set key (builtin bind --user | string match -r '^bind .* execute(?: .*)?$')
    test -n "$key"; and set enter "partly: executes what was not looked at: $key[1]"
    set -l off (test -n "$__cg_off"; and builtin echo yes)
    builtin printf '%s\n' shell=fish version=$version off="$off" "layer Enter binding=$enter" directory=$__cg_dir \
        entry=$__cg_entry[4] functions=(builtin functions -an | string join ' ')
end
function chimera-guard
    switch "$argv[1]"
        case off
            set -g __cg_off yes
            builtin echo 'chimera-guard: off in this shell'
        case on
            set -g __cg_off
            builtin echo 'chimera-guard: on in this shell'
        case '*'
            CHIMERA_GUARD_SHELL=(__cg_state | string collect) $__cg_command $argv
    end
end
__cg_bind
$__cg_entry start $__cg_dir </dev/null >/dev/null 2>&1 &
builtin disown
