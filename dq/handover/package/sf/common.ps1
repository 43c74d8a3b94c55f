$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$ProgressPreference = 'SilentlyContinue'
$env:SF_DISABLE_AUTOUPDATE = 'true'
$env:SF_DISABLE_TELEMETRY = 'true'
$env:FORCE_COLOR = '0'
$api = '/services/data/v@api@'
$here = Split-Path -Parent $MyInvocation.MyCommand.Path
$utf8 = New-Object Text.UTF8Encoding $false
try { [Console]::OutputEncoding = $utf8 } catch { } # there is no console behind every window
$tab = [string][char]9
Set-Location -LiteralPath $here

# The program and not the script beside it, which the machine may forbid.
function sf { & $program @args }

function tell([string]$text) { Write-Host $text }

function stop([string]$text) {
    Write-Host $text -ForegroundColor Red
    throw 'kaartenbak'
}

function ask([string]$text) { # the answer is in $reply
    $script:reply = [string](Read-Host $text)
}

# Windows PowerShell looks for relative paths elsewhere when .NET opens a file.
function full([string]$path) { return Join-Path $here $path }

# What the CLI printed as JSON; it may warn in a line before.
function parsed {
    $from = $answer.IndexOf('{')
    if ($from -lt 0) { return $null }
    try { return $answer.Substring($from) | ConvertFrom-Json } catch { return $null }
}

function need_cli {
    $found = Get-Command sf -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    if (-not $found) { stop @say:no_cli@ }
    $script:program = $found.Path
}

function connect {
    if (-not $org) { ask @say:which_org@; $script:org = $reply }
    if ($org -notmatch '^[A-Za-z0-9][A-Za-z0-9._@+-]*$') { stop @say:no_org@ }
    $script:answer = (@run:org@) -join "`n"
    if ($LASTEXITCODE -ne 0) { stop @say:no_login@ }
    $told = (parsed).result
    $script:org_id = [string]$told.id
    $script:username = [string]$told.username
    $script:address = ([string]$told.instanceUrl).TrimEnd('/')
    if (-not $org_id) { stop @say:no_login@ }
    tell @say:connected@
}
