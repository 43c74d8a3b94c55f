set -euo pipefail
umask 077
export SF_DISABLE_AUTOUPDATE=true SF_DISABLE_TELEMETRY=true FORCE_COLOR=0
api=/services/data/v@api@
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here"

# The CLI would read the answers and the list of files as its own input.
sf() { command sf "$@" </dev/null; }

tell() { printf '%s\n' "$1"; }

stop() {
    printf '%s\n' "$1" >&2
    exit 1
}

ask() { # the answer is in $reply
    printf '%s ' "$1"
    IFS= read -r reply || reply=
}

# The first value of a key in what the CLI printed as JSON, a key a line.
value() {
    sed -n "s/^ *\"$1\": *\(.*[^,]\),\{0,1\} *\$/\1/p" <<<"$answer" | sed -n '1{s/^"\(.*\)"$/\1/;p;}'
}

need_cli() { type -P sf >/dev/null || stop @say:no_cli@; }

connect() {
    if [[ -z $org ]]; then ask @say:which_org@ && org=$reply; fi
    [[ $org =~ ^[A-Za-z0-9][A-Za-z0-9._@+-]*$ ]] || stop @say:no_org@
    answer=$(@run:org@) || stop @say:no_login@
    org_id=$(value id) username=$(value username) address=$(value instanceUrl)
    address=${address%/}
    [[ -n $org_id ]] || stop @say:no_login@
    tell @say:connected@
}
