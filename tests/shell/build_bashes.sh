#!/bin/sh
# Builds older and newer versions of bash, and runs the scenarios with each: an extra job, not part of the test run.
#   tests/shell/build_bashes.sh [DIRECTORY]
# Needs the network (ftp.gnu.org, or BASH_MIRROR), a C compiler, make and bison. 3.2 and 4.3 take the fallback hook.
set -eu
place=${1:-${TMPDIR:-/tmp}/chimera-guard-bashes}
mirror=${BASH_MIRROR:-https://ftp.gnu.org/gnu/bash}
here=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$place"
for version in 3.2.57 4.3.30 4.4.18 5.0 5.1.16 5.2.37 5.3; do
    cd "$place"
    if [ ! -x "bash-$version/bash" ]; then
        curl -fsSLO "$mirror/bash-$version.tar.gz"
        tar xzf "bash-$version.tar.gz"
        cd "bash-$version"
        # the old sources rely on functions that are not declared, which compilers of today refuse
        CFLAGS='-O1 -std=gnu89 -w' ./configure --without-bash-malloc --enable-readline >configure.log 2>&1
        make -j2 >make.log 2>&1
        cd "$place"
    fi
    mkdir -p "bin-$version"
    ln -sf "../bash-$version/bash" "bin-$version/bash"
    echo "bash $version"
    case $version in 3.* | 4.[0-3]*) shells=bash-old ;; *) shells='bash and not bash-old' ;; esac
    (cd "$here" && PATH="$place/bin-$version:$PATH" python3 -m pytest tests/shell/test_scenarios.py -q -k "$shells")
done
