#!/usr/bin/env bash
# @say:fetch_about@
# bash ophalen.sh [ALIAS] [@say:fetch_folder@]
@common@

tables() {
    cat <<'END'
@tables@
END
}

arguments() {
    org=${1:-} inbox=${2:-inbox}
    [[ $# -le 2 && $org != -* && $inbox != -* ]] || stop @say:fetch_usage@
}

# All tables or none: what is half fetched would look as if records were gone.
fetch() {
    local name text query file part=.ophalen
    rm -rf "$part"
    mkdir -p "$part"
    trap 'rm -rf .ophalen' EXIT
    trap 'exit 130' INT TERM
    while IFS=$'\t' read -r -u 3 name text; do
        tell @say:fetching@
        query=$part/$name.soql
        file=$part/$name.csv
        printf '%s\n' "$text" >"$query"
        { @run:export@ >/dev/null && [[ -s $file ]]; } || stop @say:not_fetched@
    done 3< <(tables)
    mkdir -p "$inbox"
    while IFS=$'\t' read -r -u 3 name text; do
        mv -f "$part/$name.csv" "$inbox/$name.csv"
    done 3< <(tables)
    tell @say:fetched@
}

arguments "$@"
need_cli
connect
fetch
