# Fetches every table that Kaartenbak reads with the Salesforce CLI.
# powershell -ExecutionPolicy Bypass -File ophalen.ps1 [ALIAS] [FOLDER]
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$ProgressPreference = 'SilentlyContinue'
$env:SF_DISABLE_AUTOUPDATE = 'true'
$env:SF_DISABLE_TELEMETRY = 'true'
$env:FORCE_COLOR = '0'
$api = '/services/data/v64.0'
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
    if (-not $found) { stop "The Salesforce CLI (sf) is not there. Install it first: https://developer.salesforce.com/tools/salesforcecli" }
    $script:program = $found.Path
}

function connect {
    if (-not $org) { ask "Alias of the org, as `“sf org list`” shows it:"; $script:org = $reply }
    if ($org -notmatch '^[A-Za-z0-9][A-Za-z0-9._@+-]*$') { stop "Without the alias of an org nothing can be done." }
    $script:answer = (sf org display --target-org "${org}" --json) -join "`n"
    if ($LASTEXITCODE -ne 0) { stop "There is no login for ${org}. Log in first, in the browser: sf org login web --alias ${org}" }
    $told = (parsed).result
    $script:org_id = [string]$told.id
    $script:username = [string]$told.username
    $script:address = ([string]$told.instanceUrl).TrimEnd('/')
    if (-not $org_id) { stop "There is no login for ${org}. Log in first, in the browser: sf org login web --alias ${org}" }
    tell "${org}: ${username}, org ${org_id}, ${address}"
}

function tables {
    return @'
Account	SELECT Id, Name, ParentId, Type, Phone, Website, BillingStreet, BillingPostalCode, BillingCity, KvK_Number__c, Owner.Name, MasterRecordId, IsDeleted FROM Account
Contact	SELECT Id, AccountId, Kind__c, Salutation, FirstName, MiddleName, LastName, Title, Department, Email, Phone, MobilePhone, Username__c, Status__c, Successor__c, MailingPostalCode, MailingCity, CreatedDate, LastModifiedDate, EmailBouncedDate, EmailBouncedReason, MasterRecordId, IsDeleted FROM Contact
AccountContactRelation	SELECT Id, AccountId, ContactId, Roles, IsActive, StartDate, EndDate, IsDirect, IsDeleted FROM AccountContactRelation
Approval__c	SELECT Id, Project__c, Contact__c, Kind__c, IsActive__c, IsDeleted FROM Approval__c
User	SELECT Id, Username, Email, IsActive, ContactId, FirstName, LastName, LastLoginDate FROM User
Project__c	SELECT Id, Name, Account__c, Status__c, StartDate__c, EndDate__c, IsDeleted FROM Project__c
'@ -split "`r?`n"
}

function arguments([object[]]$given) {
    $script:org = ''
    $script:inbox = 'inbox'
    if ($given.Count -gt 0) { $script:org = [string]$given[0] }
    if ($given.Count -gt 1) { $script:inbox = [string]$given[1] }
    $wrong = $given.Count -gt 2 -or $org.StartsWith('-') -or $inbox.StartsWith('-')
    if ($wrong) { stop "Only the alias of the org and a folder can stand behind it." }
}

# All tables or none: what is half fetched would look as if records were gone.
function fetch {
    $part = '.ophalen'
    if (Test-Path -LiteralPath $part) { Remove-Item -Recurse -Force -LiteralPath $part }
    $null = New-Item -ItemType Directory -Path $part
    $script:made = $true
    foreach ($line in (tables)) {
        $name, $text = $line -split $tab
        tell "Fetching ${name} …"
        $query = "$part/$name.soql"
        $file = "$part/$name.csv"
        [IO.File]::WriteAllText((full $query), "$text`n", $utf8)
        $null = sf data export bulk --query-file "${query}" --all-rows --output-file "${file}" --wait 60 --target-org "${org}"
        $there = $LASTEXITCODE -eq 0 -and (Test-Path -LiteralPath $file)
        if (-not $there) { stop "${name} could not be fetched, so nothing was put into ${inbox}. If a field is unknown, put its name right in Kaartenbak under Settings and take the scripts again." }
    }
    if (-not (Test-Path -LiteralPath $inbox)) { $null = New-Item -ItemType Directory -Path $inbox }
    foreach ($line in (tables)) {
        $name, $text = $line -split $tab
        Move-Item -Force -LiteralPath "$part/$name.csv" -Destination (Join-Path $inbox "$name.csv")
    }
    tell "All tables are in the folder ${inbox}; upload them in Kaartenbak."
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
