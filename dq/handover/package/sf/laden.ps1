# @say:about@
# powershell -ExecutionPolicy Bypass -File laden.ps1 [--dry-run] [ALIAS]
@common@

function agreed([string]$text) {
    ask $text
    return $reply -match '^[jJyY]'
}

function lines([string]$path) { return @([IO.File]::ReadAllLines((full $path), $utf8)) }

function write_lines([string]$path, [string[]]$text) {
    [IO.File]::WriteAllText((full $path), (($text -join "`n") + "`n"), $utf8)
}

function sum_of([string]$path) { return (Get-FileHash -Algorithm SHA256 -LiteralPath (full $path)).Hash.ToLower() }

# A word on a file, written whole or not at all: nothing, SUBMITTING, JOB with its id, or DONE.
function note([string]$name, [string]$text) {
    write_lines "$stand/$name.new" @($text)
    Move-Item -Force -LiteralPath (full "$stand/$name.new") -Destination (full "$stand/$name")
}

function noted([string]$name) {
    if (Test-Path -LiteralPath (full "$stand/$name")) { return @(lines "$stand/$name")[0] }
    return ''
}

function forget([string]$name) { Remove-Item -Force -LiteralPath (full "$stand/$name") }

function now { return [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ') }

function arguments([object[]]$given) {
    $script:rehearsal = $false
    $script:org = ''
    foreach ($one in $given) {
        if ($one -eq '--dry-run') { $script:rehearsal = $true }
        elseif (([string]$one).StartsWith('-')) { stop @say:usage@ }
        else { $script:org = [string]$one }
    }
}

function verify {
    foreach ($line in (lines 'pakket/plan.txt')) {
        $kind, $file, $sum = $line -split $tab
        if ($kind -ne 'sum') { continue }
        $there = Test-Path -LiteralPath (full "pakket/$file")
        if (-not $there -or (sum_of "pakket/$file") -ne $sum) { stop @say:changed@ }
    }
}

# What the org lacks of an object, a line each: what, its name, and the right or the word.
function lacking([string]$object) {
    $rights = @{ insert = 'createable'; update = 'updateable'; delete = 'deletable' }
    $told = (parsed).result
    $fields = @{}
    foreach ($one in $told.fields) { $fields[[string]$one.name] = $one }
    foreach ($line in (lines 'pakket/plan.txt')) {
        $kind, $thing, $name, $word = $line -split $tab
        if ($thing -cne $object) { continue }
        if ($kind -eq 'object' -and -not $told.($rights[$name])) { "right$tab$object$tab$name" }
        if ($kind -eq 'field' -and -not $fields.ContainsKey($name)) { "field$tab$name$tab$word" }
        elseif ($kind -eq 'field' -and -not $fields[$name].($rights[$word])) { "right$tab$object.$name$tab$word" }
        if ($kind -eq 'key' -and $fields.ContainsKey($name) -and -not $fields[$name].externalId) { "key$tab$object.$name" }
        if ($kind -eq 'word' -and $fields.ContainsKey($name) -and $fields[$name].type -match 'picklist') {
            $words = @($fields[$name].picklistValues | Where-Object { $_.active } | ForEach-Object { $_.value })
            if ($words -cnotcontains $word) { "word$tab$name$tab$word" }
        }
    }
}

function rehearse {
    tell @say:checking@
    $wrong = 0
    $objects = @(lines 'pakket/plan.txt' | Where-Object { $_.StartsWith("object$tab") } |
            ForEach-Object { ($_ -split $tab)[1] } | Select-Object -Unique)
    foreach ($object in $objects) {
        $script:answer = (@run:describe@) -join "`n"
        if ($LASTEXITCODE -ne 0) {
            tell @say:no_object@
            $wrong += 1
            continue
        }
        foreach ($line in @(lacking $object)) {
            $what, $name, $word = $line -split $tab
            switch ($what) {
                'right' { tell @say:no_right@; $wrong += 1 }
                'field' { tell @say:no_field@; $wrong += 1 }
                'key' { tell @say:no_key@; $wrong += 1 }
                'word' { tell @say:no_word@ }
            }
        }
    }
    if ($wrong -ne 0) { stop @say:lacking@ }
    tell @say:checked@
}

function announce {
    tell @say:files@
    foreach ($line in (lines 'pakket/plan.txt')) {
        $kind, $name, $operation, $object, $file, $rows, $title = $line -split $tab
        if ($kind -ne 'file') { continue }
        tell "  $name  $rows  $operation $object  $title  $(noted $name)"
    }
    tell @say:before@
}

function hold {
    $null = New-Item -ItemType Directory -Force -Path (full 'stand'), (full 'resultaten')
    try { [IO.File]::Open((full 'stand/bezet'), [IO.FileMode]::CreateNew).Close() } catch { stop @say:busy@ }
    $script:held = $true
    $marks = Join-Path $HOME '.kaartenbak'
    $mark = Join-Path $marks "$org_id-$(sum_of 'pakket/plan.txt')"
    if (-not (Test-Path -LiteralPath (full $stand))) {
        if (Test-Path -LiteralPath $mark) {
            $place = [IO.File]::ReadAllText($mark, $utf8).Trim()
            stop @say:elsewhere@
        }
        if (@(Get-ChildItem -LiteralPath (full 'resultaten')).Count -gt 0) { stop @say:other_results@ }
        $null = New-Item -ItemType Directory -Force -Path (full $stand), $marks
        [IO.File]::WriteAllText($mark, $here, $utf8)
    }
}

function submit {
    note $name "SUBMITTING $(now)"
    $file = "pakket/$file"
    switch ($operation) {
        'insert' { $script:answer = (@run:insert@) -join "`n" }
        'update' { $script:answer = (@run:update@) -join "`n" }
        'delete' { $script:answer = (@run:delete@) -join "`n" }
    }
    $code = $LASTEXITCODE
    if ($answer -cmatch '750[A-Za-z0-9]{12,15}') { $script:job = $Matches[0] }
    if (-not $job) {
        $reason = [string](parsed).message
        if ($code -eq 2) { forget $name } # bad use: nothing was sent
        stop @say:not_sent@
    }
    note $name "JOB $job"
}

# Nobody knows whether a file was sent when this was cut off in between.
function ask_job {
    $since = $state -replace '^SUBMITTING ', ''
    tell @say:cut_off@
    ask @say:which_job@
    if ($reply -cmatch '^750[A-Za-z0-9]{12,15}$') {
        $script:job = $reply
        note $name "JOB $job"
    }
    elseif ($reply -match '^[nN]') { $script:job = '' }
    else { stop @say:look_first@ }
}

function wait_for {
    $failures = 0
    $pause = 1
    while ($true) {
        $script:answer = (@run:job@) -join "`n"
        if ($LASTEXITCODE -eq 0) {
            $failures = 0
            $told = parsed
            $script:phase = [string]$told.state
            $script:reason = [string]$told.errorMessage
            $script:processed = [string]$told.numberRecordsProcessed
            if (@('JobComplete', 'Failed', 'Aborted', 'Open') -ccontains $phase) { break }
        }
        else {
            $failures += 1
            if ($failures -ge 20) { stop @say:unreachable@ }
        }
        Start-Sleep -Seconds $pause
        if ($pause -lt 5) { $pause += 1 }
    }
    if ($phase -cne 'JobComplete' -and @('', '0') -contains $processed) {
        forget $name
        stop @say:nothing_loaded@
    }
}

function results {
    $folder = full "$stand/$name.results"
    if (Test-Path -LiteralPath $folder) { Remove-Item -Recurse -Force -LiteralPath $folder }
    $null = New-Item -ItemType Directory -Path $folder
    Push-Location -LiteralPath $folder
    try { $null = @run:results@ } finally { Pop-Location }
    if ($LASTEXITCODE -ne 0) { stop @say:no_results@ }
    foreach ($kind in 'success', 'failed', 'unprocessed') {
        $from = Join-Path $folder "$job-$kind-records.csv"
        if (Test-Path -LiteralPath $from) {
            Move-Item -Force -LiteralPath $from -Destination (full "resultaten/$name.$kind.csv")
        }
    }
    Remove-Item -Recurse -Force -LiteralPath $folder
}

function bulk {
    $script:job = ''
    if ($state.StartsWith('JOB')) { $script:job = $state.Substring(4) }
    elseif ($state.StartsWith('SUBMITTING')) { ask_job }
    if (-not $job) { submit }
    wait_for
    results
    $script:refused = [int](parsed).numberRecordsFailed
    if ($phase -cne 'JobComplete' -or $processed -ne $rows) { $script:unclear = $true }
}

# A merge that is asked for twice is refused the second time; the question shows what is so.
function merge {
    note $name "SUBMITTING $(now)"
    $file = "pakket/$file"
    $query = "pakket/$name.soql"
    $script:answer = (@run:merge@) -join "`n"
    $code = $LASTEXITCODE
    $told = $answer
    $said = parsed
    $reason = "$($said.data.compileProblem) $($said.data.exceptionMessage) $($said.message)"
    $made = @(@run:merged@)
    if ($LASTEXITCODE -ne 0) { stop @say:no_merges@ }
    $made = @($made | ForEach-Object { $_.Replace('"', '').Trim() })
    $success = @('"sf__Id","sf__Created","Id","MasterRecordId","KAARTENBAK_KEY"')
    $failed = @('"sf__Id","sf__Error","Id","MasterRecordId","KAARTENBAK_KEY"')
    foreach ($line in (lines "pakket/$name.expected")) {
        $id, $stays, $key = $line -split ','
        if ($made -ccontains "$id,$stays") {
            $success += "`"$id`",`"false`",`"$id`",`"$stays`",`"$key`""
        }
        else {
            $script:refused += 1
            $why = 'not merged'
            if ($told -cmatch "KAARTENBAK $id ([^\\`"]*)") { $why = $Matches[1] }
            $failed += "`"`",`"$why`",`"$id`",`"$stays`",`"$key`""
        }
    }
    if ($code -ne 0 -and $refused -ne 0) { # what was begun was taken back as a whole
        forget $name
        stop @say:nothing_loaded@
    }
    write_lines "resultaten/$name.success.csv" $success
    write_lines "resultaten/$name.failed.csv" $failed
}

# Whether later files build on a row that was refused.
function builds {
    if (-not (Test-Path -LiteralPath (full "pakket/$name.needed"))) { return $false }
    $ids = @(lines "pakket/$name.needed")
    foreach ($kind in 'failed', 'unprocessed') {
        $path = full "resultaten/$name.$kind.csv"
        if ((Test-Path -LiteralPath $path) -and
            (Select-String -Quiet -SimpleMatch -CaseSensitive -Pattern $ids -LiteralPath $path)) { return $true }
    }
    return $false
}

function load {
    $script:state = noted $name
    $script:refused = 0
    $script:unclear = $false
    if ($state -ceq 'DONE') { return }
    if ($state -ceq 'DONE LOOK') {
        if (-not (agreed @say:go_on@)) { stop @say:stopped@ }
        note $name 'DONE'
        return
    }
    tell @say:loading@
    if ($operation -eq 'merge') { merge } else { bulk }
    if ($unclear -or (builds)) {
        note $name 'DONE LOOK'
        stop @say:refused_needed@
    }
    note $name 'DONE'
    if ($refused -ne 0) { tell @say:refused@ } else { tell @say:loaded@ }
}

function load_all {
    foreach ($line in (lines 'pakket/plan.txt')) {
        $kind, $name, $operation, $object, $file, $rows, $title = $line -split $tab
        if ($kind -eq 'file') { load }
    }
    note 'ALL_DONE' (now)
}

function finish {
    tell @say:all_done@
    if (Test-Path -LiteralPath (full 'pakket/hand.txt')) {
        tell @say:by_hand@
        foreach ($line in (lines 'pakket/hand.txt')) { tell $line.Replace('@org@', $address) }
    }
    tell @say:next@
}

$held = $false
$given = $args
try {
    arguments $given
    need_cli
    verify
    connect
    $stand = "stand/$org_id"
    if (noted 'ALL_DONE') {
        tell @say:was_done@
        finish
        exit 0
    }
    rehearse
    announce
    if ($rehearsal) {
        tell @say:rehearsed@
        exit 0
    }
    if (-not (agreed @say:begin@)) { stop @say:stopped@ }
    hold
    load_all
    finish
    exit 0
}
catch {
    if ($_.Exception.Message -ne 'kaartenbak') { Write-Host $_ -ForegroundColor Red }
    exit 1
}
finally {
    if ($held) { Remove-Item -Force -LiteralPath (full 'stand/bezet') }
}
