#!/usr/bin/env bash
# @say:about@
# bash laden.sh [--dry-run] [ALIAS]
@common@

agreed() {
    ask "$1"
    [[ $reply == [jJyY]* ]]
}

sum_of() {
    if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

# A word on a file, written whole or not at all: nothing, SUBMITTING, JOB with its id, or DONE.
note() {
    printf '%s\n' "$2" >"$stand/$1.new"
    mv -f "$stand/$1.new" "$stand/$1"
}

noted() { if [[ -f $stand/$1 ]]; then cat "$stand/$1"; fi; }

arguments() {
    rehearsal=no org=
    local one
    for one in "$@"; do
        case $one in
            --dry-run) rehearsal=yes ;;
            -*) stop @say:usage@ ;;
            *) org=$one ;;
        esac
    done
}

verify() {
    local kind file sum rest
    while IFS=$'\t' read -r -u 3 kind file sum rest; do
        [[ $kind == sum ]] || continue
        [[ -f pakket/$file && $(sum_of "pakket/$file") == "$sum" ]] || stop @say:changed@
    done 3<pakket/plan.txt
}

# What the org lacks of an object, a line each: what, its name, and the right or the word.
lacking() {
    awk -F '\t' -v object="$object" '
        function text(line) {
            sub(/^ *"[A-Za-z]+": "?/, "", line); sub(/"?,?$/, "", line)
            gsub(/\\"/, "\"", line); gsub(/\\\\/, "\\", line)
            return line
        }
        function right(line) {
            return line ~ /"createable"/ ? "insert" : line ~ /"updateable"/ ? "update" : "delete"
        }
        NR == FNR { if ($2 == object) asked[++count] = $0; next }
        /^    "(createable|updateable|deletable)": true/ { may[right($0)] = 1 }
        /^    "fields": \[/ { inside = 1 }
        /^    \]/ { inside = 0 }
        !inside { next }
        /^      \{/ { name = type = ""; external = 0; split("", can); split("", has) }
        /^        "name": / { name = tolower(text($0)) }
        /^        "type": / { type = text($0) }
        /^        "(createable|updateable)": true/ { can[right($0)] = 1 }
        /^        "externalId": true/ { external = 1 }
        /^            "active": / { active = $0 ~ /true/ }
        /^            "value": / { if (active) has[text($0)] = 1 }
        /^      \}/ {
            known[name] = 1
            listed[name] = type ~ /picklist/
            if (external) key[name] = 1
            for (one in can) field[name, one] = 1
            for (one in has) word[name, one] = 1
        }
        END {
            for (place = 1; place <= count; place++) {
                split(asked[place], part, "\t")
                name = tolower(part[3])
                if (part[1] == "object" && !(part[3] in may)) print "right\t" object "\t" part[3]
                if (part[1] == "field" && !known[name]) print "field\t" part[3] "\t" part[4]
                else if (part[1] == "field" && !((name, part[4]) in field))
                    print "right\t" object "." part[3] "\t" part[4]
                if (part[1] == "key" && known[name] && !key[name]) print "key\t" object "." part[3]
                if (part[1] == "word" && listed[name] && !((name, part[4]) in word))
                    print "word\t" part[3] "\t" part[4]
            }
        }
    ' pakket/plan.txt - <<<"$answer"
}

rehearse() {
    tell @say:checking@
    local object what name word found wrong=0
    for object in $(awk -F '\t' '$1 == "object" && !seen[$2]++ { print $2 }' pakket/plan.txt); do
        if ! answer=$(@run:describe@); then
            tell @say:no_object@
            wrong=$((wrong + 1))
            continue
        fi
        found=$(lacking)
        while IFS=$'\t' read -r what name word; do
            case $what in
                right) tell @say:no_right@ && wrong=$((wrong + 1)) ;;
                field) tell @say:no_field@ && wrong=$((wrong + 1)) ;;
                key) tell @say:no_key@ && wrong=$((wrong + 1)) ;;
                word) tell @say:no_word@ ;;
            esac
        done <<<"$found"
    done
    [[ $wrong == 0 ]] || stop @say:lacking@
    tell @say:checked@
}

announce() {
    local kind name operation object file rows title
    tell @say:files@
    while IFS=$'\t' read -r -u 3 kind name operation object file rows title; do
        [[ $kind == file ]] || continue
        tell "  $name  $rows  $operation $object  $title  $(noted "$name")"
    done 3<pakket/plan.txt
    tell @say:before@
}

hold() {
    mkdir -p stand resultaten
    (set -o noclobber && : >stand/bezet) 2>/dev/null || stop @say:busy@
    trap 'rm -f stand/bezet' EXIT
    trap 'exit 130' INT TERM
    local mark place
    mark=${HOME:-$here}/.kaartenbak/$org_id-$(sum_of pakket/plan.txt)
    if [[ ! -d $stand ]]; then
        place=$(cat "$mark" 2>/dev/null) || place=
        [[ -z $place ]] || stop @say:elsewhere@
        [[ -z $(ls resultaten) ]] || stop @say:other_results@
        mkdir -p "$stand" "${mark%/*}"
        printf '%s\n' "$here" >"$mark"
    fi
}

submit() {
    local code=0
    note "$name" "SUBMITTING $(date -u +%Y-%m-%dT%H:%M:%SZ)"
    file=pakket/$file
    case $operation in
        insert) answer=$(@run:insert@) || code=$? ;;
        update) answer=$(@run:update@) || code=$? ;;
        delete) answer=$(@run:delete@) || code=$? ;;
    esac
    job=$(grep -oE '750[A-Za-z0-9]{12,15}' <<<"$answer" | sed -n 1p) || job=
    if [[ -z $job ]]; then
        reason=$(value message)
        if [[ $code == 2 ]]; then rm -f "$stand/$name"; fi # bad use: nothing was sent
        stop @say:not_sent@
    fi
    note "$name" "JOB $job"
}

# Nobody knows whether a file was sent when this was cut off in between.
ask_job() {
    local since=${state#SUBMITTING }
    tell @say:cut_off@
    ask @say:which_job@
    if [[ $reply =~ ^750[A-Za-z0-9]{12,15}$ ]]; then
        job=$reply
        note "$name" "JOB $job"
    elif [[ $reply == [nN]* ]]; then
        job=
    else
        stop @say:look_first@
    fi
}

wait_for() {
    local failures=0 pause=1
    while true; do
        if answer=$(@run:job@); then
            failures=0
            phase=$(value state) reason=$(value errorMessage)
            processed=$(value numberRecordsProcessed)
            case $phase in JobComplete | Failed | Aborted | Open) break ;; esac
        else
            failures=$((failures + 1))
            [[ $failures -lt 20 ]] || stop @say:unreachable@
        fi
        sleep "$pause"
        if [[ $pause -lt 5 ]]; then pause=$((pause + 1)); fi
    done
    if [[ $phase != JobComplete && ${processed:-0} == 0 ]]; then
        rm -f "$stand/$name"
        stop @say:nothing_loaded@
    fi
}

results() {
    local folder=$stand/$name.results kind
    rm -rf "$folder"
    mkdir "$folder"
    (cd "$folder" && @run:results@ >/dev/null) || stop @say:no_results@
    for kind in success failed unprocessed; do
        if [[ -f $folder/$job-$kind-records.csv ]]; then
            mv -f "$folder/$job-$kind-records.csv" "resultaten/$name.$kind.csv"
        fi
    done
    rmdir "$folder"
}

bulk() {
    job=
    case $state in
        JOB*) job=${state#JOB } ;;
        SUBMITTING*) ask_job ;;
    esac
    if [[ -z $job ]]; then submit; fi
    wait_for
    results
    refused=$(value numberRecordsFailed)
    if [[ $phase != JobComplete || $processed != "$rows" ]]; then unclear=yes; fi
}

# A merge that is asked for twice is refused the second time; the question shows what is so.
merge() {
    local told code=0 id stays key why query=pakket/$name.soql done=resultaten/$name
    note "$name" "SUBMITTING $(date -u +%Y-%m-%dT%H:%M:%SZ)"
    file=pakket/$file
    answer=$(@run:merge@) || code=$?
    told=$answer
    reason="$(value compileProblem) $(value exceptionMessage) $(value message)"
    answer=$(@run:merged@) || stop @say:no_merges@
    answer=$(tr -d '\r"' <<<"$answer")
    printf '"sf__Id","sf__Created","Id","MasterRecordId","KAARTENBAK_KEY"\n' >"$done.success.csv"
    printf '"sf__Id","sf__Error","Id","MasterRecordId","KAARTENBAK_KEY"\n' >"$done.failed.csv"
    while IFS=, read -r -u 4 id stays key; do
        if grep -qFx "$id,$stays" <<<"$answer"; then
            printf '"%s","false","%s","%s","%s"\n' "$id" "$id" "$stays" "$key" >>"$done.success.csv"
        else
            refused=$((refused + 1))
            why=$(grep -oE "KAARTENBAK $id [^\\\\\"]*" <<<"$told" | sed -n '1s/^[^ ]* [^ ]* //p') || why=
            printf '"","%s","%s","%s","%s"\n' "${why:-not merged}" "$id" "$stays" "$key" >>"$done.failed.csv"
        fi
    done 4<"pakket/$name.expected"
    if [[ $code != 0 && $refused != 0 ]]; then # what was begun was taken back as a whole
        rm -f "$stand/$name" "$done.success.csv" "$done.failed.csv"
        stop @say:nothing_loaded@
    fi
}

# Whether later files build on a row that was refused.
builds() {
    local kind
    for kind in failed unprocessed; do
        if [[ -s pakket/$name.needed && -f resultaten/$name.$kind.csv ]] &&
            grep -qF -f "pakket/$name.needed" "resultaten/$name.$kind.csv"; then return 0; fi
    done
    return 1
}

load() {
    state=$(noted "$name") refused=0 unclear=no
    case $state in
        DONE) return 0 ;;
        "DONE LOOK")
            agreed @say:go_on@ || stop @say:stopped@
            note "$name" DONE
            return 0
            ;;
    esac
    tell @say:loading@
    if [[ $operation == merge ]]; then merge; else bulk; fi
    if [[ $unclear == yes ]] || builds; then
        note "$name" "DONE LOOK"
        stop @say:refused_needed@
    fi
    note "$name" DONE
    if [[ $refused != 0 ]]; then tell @say:refused@; else tell @say:loaded@; fi
}

load_all() {
    local kind name operation object file rows title
    while IFS=$'\t' read -r -u 3 kind name operation object file rows title; do
        if [[ $kind == file ]]; then load; fi
    done 3<pakket/plan.txt
    note ALL_DONE "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
}

finish() {
    tell @say:all_done@
    if [[ -s pakket/hand.txt ]]; then
        tell @say:by_hand@
        sed "s|@org@|$address|g" pakket/hand.txt
    fi
    tell @say:next@
}

arguments "$@"
need_cli
verify
connect
stand=stand/$org_id
if [[ -f $stand/ALL_DONE ]]; then
    tell @say:was_done@
    finish
    exit 0
fi
rehearse
announce
if [[ $rehearsal == yes ]]; then
    tell @say:rehearsed@
    exit 0
fi
agreed @say:begin@ || stop @say:stopped@
hold
load_all
finish
