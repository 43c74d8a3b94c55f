#!/usr/bin/env bash
# Fetches every table that Kaartenbak reads with the Salesforce CLI.
# bash ophalen.sh [ALIAS] [FOLDER]
set -euo pipefail
umask 077
export SF_DISABLE_AUTOUPDATE=true SF_DISABLE_TELEMETRY=true FORCE_COLOR=0
api=/services/data/v64.0
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

need_cli() { type -P sf >/dev/null || stop "The Salesforce CLI (sf) is not there. Install it first: https://developer.salesforce.com/tools/salesforcecli"; }

connect() {
    if [[ -z $org ]]; then ask "Alias of the org, as “sf org list” shows it:" && org=$reply; fi
    [[ $org =~ ^[A-Za-z0-9][A-Za-z0-9._@+-]*$ ]] || stop "Without the alias of an org nothing can be done."
    answer=$(sf org display --target-org "${org}" --json) || stop "There is no login for ${org}. Log in first, in the browser: sf org login web --alias ${org}"
    org_id=$(value id) username=$(value username) address=$(value instanceUrl)
    address=${address%/}
    [[ -n $org_id ]] || stop "There is no login for ${org}. Log in first, in the browser: sf org login web --alias ${org}"
    tell "${org}: ${username}, org ${org_id}, ${address}"
}

tables() {
    cat <<'END'
Account	SELECT Id, Name, ParentId, Type, Phone, Website, BillingStreet, BillingPostalCode, BillingCity, KvK_Number__c, Owner.Name, MasterRecordId, IsDeleted FROM Account
Contact	SELECT Id, AccountId, Kind__c, Salutation, FirstName, MiddleName, LastName, Title, Department, Email, Phone, MobilePhone, Username__c, Status__c, Successor__c, MailingPostalCode, MailingCity, CreatedDate, LastModifiedDate, EmailBouncedDate, EmailBouncedReason, MasterRecordId, IsDeleted FROM Contact
AccountContactRelation	SELECT Id, AccountId, ContactId, Roles, IsActive, StartDate, EndDate, IsDirect, IsDeleted FROM AccountContactRelation
Approval__c	SELECT Id, Project__c, Contact__c, Kind__c, IsActive__c, IsDeleted FROM Approval__c
User	SELECT Id, Username, Email, IsActive, ContactId, FirstName, LastName, LastLoginDate FROM User
Project__c	SELECT Id, Name, Account__c, Status__c, StartDate__c, EndDate__c, IsDeleted FROM Project__c
END
}

arguments() {
    org=${1:-} inbox=${2:-inbox}
    [[ $# -le 2 && $org != -* && $inbox != -* ]] || stop "Only the alias of the org and a folder can stand behind it."
}

# All tables or none: what is half fetched would look as if records were gone.
fetch() {
    local name text query file part=.ophalen
    rm -rf "$part"
    mkdir -p "$part"
    trap 'rm -rf .ophalen' EXIT
    trap 'exit 130' INT TERM
    while IFS=$'\t' read -r -u 3 name text; do
        tell "Fetching ${name} …"
        query=$part/$name.soql
        file=$part/$name.csv
        printf '%s\n' "$text" >"$query"
        { sf data export bulk --query-file "${query}" --all-rows --output-file "${file}" --wait 60 --target-org "${org}" >/dev/null && [[ -s $file ]]; } || stop "${name} could not be fetched, so nothing was put into ${inbox}. If a field is unknown, put its name right in Kaartenbak under Settings and take the scripts again."
    done 3< <(tables)
    mkdir -p "$inbox"
    while IFS=$'\t' read -r -u 3 name text; do
        mv -f "$part/$name.csv" "$inbox/$name.csv"
    done 3< <(tables)
    tell "All tables are in the folder ${inbox}; upload them in Kaartenbak."
}

arguments "$@"
need_cli
connect
fetch
