# chimera-guard for interactive fish >= 3.4: judges every command line before anything of it runs.
# Enter is bound to a function that judges the buffer, then has fish execute it, or empties it. There is no second
# layer: neither a failing fish_preexec nor SIGINT cancels a line.
# `chimera-guard init fish` sets __cg_entry (Python and its entry point), __cg_command and __cg_strict, and reads this.
# `builtin` stands before what a function of the user's can be named like; fish reserves the other names.
status is-interactive; and not set -q __cg_on; and test "$CHIMERA_GUARD" != off; or builtin exit 0
set -g __cg_on 1
set -g __cg_off
set -g __cg_running 0
set -g __cg_seq 0
set -g __cg_dir "$XDG_RUNTIME_DIR"
test -d "$__cg_dir"; or set -g __cg_dir "$TMPDIR"
test -n "$__cg_dir"; or set -g __cg_dir /tmp
set -g __cg_dir $__cg_dir/chimera-guard-(command id -u)

function __cg_say -a text
    builtin printf '\nchimera-guard: %s\n' $text >/dev/tty
end

# What the words of a line mean in this shell. Functions that come with fish (ls, cd, ...) do what their name says.
function __cg_abbr # before fish 3.6 it is a function
    if builtin -q abbr
        builtin abbr $argv
    else
        abbr $argv
    end
end
function __cg_fact -a word
    if __cg_abbr -q -- $word
        # `abbr -a [options] -- name expansion`; `execute` expands it after we have looked
        for line in (__cg_abbr --show | string match -e -- "-- $word ")
            builtin printf ' a %s=%s\x1e' $word (string split -m 1 -- "-- $word " $line)[2]
        end
    end
    builtin functions -q -- $word; or return 1
    set -l file (builtin functions --details -- $word)
    string match -q -- "$__fish_data_dir/*" $file; and return 1
    string match -q 'embedded:*' $file; and return 1
    builtin printf ' f %s\n%s\x1e' $word (builtin functions -- $word | string collect)
end
function __cg_facts -a text
    builtin printf ' v HOME=%s\x1e' $HOME
    set -l seen chimera-guard
    for pass in 1 2 3 4 # what a definition calls is looked up as well
        set -l found
        for word in (string match -ra '[\w.:+%,^~/@!-]+' -- $text)
            builtin contains -- $word $seen; and continue
            string match -q '__cg_*' -- $word; and continue
            set -a seen $word
            set -a found (__cg_fact $word | string collect)
        end
        for name in (string match -ra '\$\w+' -- $text | string sub -s 2)
            builtin contains -- "\$$name" $seen; and continue
            set -a seen "\$$name"
            string match -qr '^(__cg_.*|argv|status|history)$' -- $name; and continue
            test (builtin count $$name) -eq 1; or continue
            set -a found (builtin printf ' v %s=%s\x1e' $name "$$name" | string collect)
        end
        test -n "$found"; or return
        builtin printf %s $found
        set text "$found"
    end
end

function __cg_check -a text # 0: run it
    set -g __cg_seq (builtin math $__cg_seq + 1)
    set -l facts (__cg_facts $text | string collect | string replace -a \x1f '?')
    set -l message (builtin printf '\0%s\x1f%s\x1f%s\x1f%s\x1f%s\x1f%s\0' 1 $__cg_seq fish \
        (string replace -a \x1f '?' -- $PWD | string collect) "$facts" $text |
        $__cg_entry ask $__cg_dir 2>/dev/null | string collect)
    set -l verdict $pipestatus[2]
    test -n "$message" -o $verdict -eq 0; or set verdict 9 # Python's own error: no verdict
    switch $verdict
        case 0
            test -z "$message"; or __cg_say $message
            return 0
        case 1
            $__cg_entry show $message
            set -l answer $status
            test $answer -le 1; or __cg_say (string split -m 1 \n -- $message)[2]\n'(could not ask: not run)'
            return $answer
        case '*'
            test -n "$message"; and set message " ($message)"
            test -z "$__cg_strict"; and set -l fate run; or set -l fate 'not run'
            __cg_say "could not judge this line$message; $fate"
            test $fate = run
    end
end

function __cg_preexec --on-event fish_preexec
    set -g __cg_running 1
end
function __cg_postexec --on-event fish_postexec
    set -g __cg_running 0
    set -g __cg_seen
end
function __cg_enter
    set -l text (builtin commandline -b | string collect)
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
end
function __cg_state # what protects this shell, for `chimera-guard status`
    set -l key (builtin bind -M $fish_bind_mode \r 2>/dev/null | string join '; ')
    set -l enter "no: this line came past it ($key)"
    test -n "$__cg_seen"; and set enter yes # the very line that asks
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
