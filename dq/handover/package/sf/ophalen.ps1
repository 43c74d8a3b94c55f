# @say:fetch_about@
# powershell -ExecutionPolicy Bypass -File ophalen.ps1 [ALIAS] [@say:fetch_folder@]
@common@

function tables {
    return @'
@tables@
'@ -split "`r?`n"
}

function arguments([object[]]$given) {
    $script:org = ''
    $script:inbox = 'inbox'
    if ($given.Count -gt 0) { $script:org = [string]$given[0] }
    if ($given.Count -gt 1) { $script:inbox = [string]$given[1] }
    $wrong = $given.Count -gt 2 -or $org.StartsWith('-') -or $inbox.StartsWith('-')
    if ($wrong) { stop @say:fetch_usage@ }
}

# All tables or none: what is half fetched would look as if records were gone.
function fetch {
    $part = '.ophalen'
    if (Test-Path -LiteralPath $part) { Remove-Item -Recurse -Force -LiteralPath $part }
    $null = New-Item -ItemType Directory -Path $part
    $script:made = $true
    foreach ($line in (tables)) {
        $name, $text = $line -split $tab
        tell @say:fetching@
        $query = "$part/$name.soql"
        $file = "$part/$name.csv"
        [IO.File]::WriteAllText((full $query), "$text`n", $utf8)
        $null = @run:export@
        $there = $LASTEXITCODE -eq 0 -and (Test-Path -LiteralPath $file)
        if (-not $there) { stop @say:not_fetched@ }
    }
    if (-not (Test-Path -LiteralPath $inbox)) { $null = New-Item -ItemType Directory -Path $inbox }
    foreach ($line in (tables)) {
        $name, $text = $line -split $tab
        Move-Item -Force -LiteralPath "$part/$name.csv" -Destination (Join-Path $inbox "$name.csv")
    }
    tell @say:fetched@
}

$made = $false
$given = $args
try {
    arguments $given
    need_cli
    connect
    fetch
    exit 0
}
catch {
    if ($_.Exception.Message -ne 'kaartenbak') { Write-Host $_ -ForegroundColor Red }
    exit 1
}
finally {
    if ($made) { Remove-Item -Recurse -Force -LiteralPath (full '.ophalen') }
}
