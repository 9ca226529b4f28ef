# chimera-guard for fish: asks the server about a line, with what its words mean in this shell.
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
function __cg_expanded # the buffer as `execute` makes it: with the abbreviation at the cursor expanded
    set -l token (builtin commandline -t)
    set -l begun (builtin commandline -ct | string collect)
    set -l text (builtin commandline -b | string collect)
    set -l options # what is matched below must not land in variables of the user's
    set -l name
    set -l expansion
    if builtin -q abbr; and test -n "$token"
        for line in (builtin abbr --show)
            string match -qr -- '^abbr -a (?<options>.*?)-- (?<name>\S+) ?(?<expansion>.*)$' $line; or continue
            string match -q -- '*--position anywhere*' $options; or test (builtin commandline -cpo | builtin count) -eq 0; or continue
            set -l pattern (string match -rg -- '--regex (.*?)(?: --\S.*)? $' $options | string unescape)
            if test -n "$pattern"
                string match -qr -- "^(?:$pattern)\$" $token; or continue
            else if test (string unescape -- $name) != $token
                continue
            end
            set -l maker (string match -rg -- '--function (\S+)' $options | string unescape)
            if test -n "$maker"
                set expansion ($maker $token | string collect); or continue
            else
                set expansion (string unescape -- $expansion | string collect)
            end
            set -l marker (string match -rg -- '--set-cursor=(\S+)' $options | string unescape)
            test -n "$marker"; and set expansion (string replace -- $marker '' $expansion | string collect)
            set -l start (builtin math (builtin commandline -C) - (string length -- "$begun"))
            builtin printf %s (string sub -l $start -- $text | string collect) $expansion \
                (string sub -s (builtin math $start + (string length -- $token) + 1) -- $text | string collect)
            return
        end
    end
    builtin printf %s $text
end
function __cg_fact -a word
    if __cg_abbr -q -- $word
        # `abbr -a [options] -- name expansion`; `execute` expands it after we have looked
        for line in (__cg_abbr --show | string match -e -- "-- $word ")
            set -l expansion (string split -m 1 -- "-- $word " $line)[2]
            builtin printf ' a %s=%s\x1e' $word (string unescape -- $expansion | string collect)
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
    set -l seen chimera-guard commandline
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
    set -l facts (__cg_facts $text | string replace -a \x1f '?' | string collect)
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
            __cg_say "could not judge this line$message; it is $fate"
            test $fate = run
    end
end
