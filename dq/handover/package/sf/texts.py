"""What the scripts say (message ids), and the commands that they give, for bash and PowerShell.

A value in a text or a command is a variable that both scripts have by this name.

Tested in tests/handover/package/sf/test_scripts.py.
"""

from dq.errors import N_

API = "64.0"

_BULK = (
    '--file "{file}" --sobject "{object}" --line-ending LF --column-delimiter COMMA'
    ' --target-org "{org}" --json'
)
COMMANDS = {
    "org": 'sf org display --target-org "{org}" --json',
    "describe": 'sf sobject describe --sobject "{object}" --target-org "{org}" --json',
    "insert": f"sf data import bulk {_BULK}",
    "update": f"sf data update bulk {_BULK}",
    # Of one column, so nothing parts them, and the CLI knows no such option here.
    "delete": f"sf data delete bulk {_BULK.replace(' --column-delimiter COMMA', '')}",
    "job": 'sf api request rest "{api}/jobs/ingest/{job}" --target-org "{org}"',
    "results": 'sf data bulk results --job-id "{job}" --target-org "{org}"',
    "merge": 'sf apex run --file "{file}" --target-org "{org}" --json',
    "merged": 'sf data query --file "{query}" --all-rows --result-format csv --target-org "{org}"',
    "export": (
        'sf data export bulk --query-file "{query}" --all-rows --output-file "{file}"'
        ' --wait 60 --target-org "{org}"'
    ),
}
TEXTS = {
    "about": N_("Loads the package with the Salesforce CLI, file by file in the safe order."),
    "usage": N_("Only --dry-run and the alias of the org can stand behind it."),
    "no_cli": N_(
        "The Salesforce CLI (sf) is not there. Install it first:"
        " https://developer.salesforce.com/tools/salesforcecli"
    ),
    "changed": N_(
        "{file} is not as Kaartenbak wrote it, or is gone. Unpack the package again; a spreadsheet"
        " must not save its files."
    ),
    "which_org": N_("Alias of the org, as “sf org list” shows it:"),
    "no_org": N_("Without the alias of an org nothing can be done."),
    "no_login": N_(
        "There is no login for {org}. Log in first, in the browser: sf org login web --alias {org}"
    ),
    "connected": N_("{org}: {username}, org {org_id}, {address}"),
    "checking": N_("Looking whether the org has all objects, fields and picklist words …"),
    "no_object": N_("- The org has no object {object}, or this user may not see it."),
    "no_right": N_("- This user has no right to “{word}” on {name}."),
    "no_field": N_("- {object} has no field {name}, or this user may not see it."),
    "no_key": N_("- {name} is no external id; let the administrator make it one."),
    "no_word": N_("- The picklist {name} of {object} has no word “{word}”."),
    "lacking": N_(
        "Nothing was loaded. Put the names right in Kaartenbak under Settings and make the package"
        " again, or ask the administrator for the rights."
    ),
    "checked": N_("The org has what the files need, apart from the words named above, if any."),
    "files": N_("The files, with their rows:"),
    "before": N_(
        "The administrator must have done three things before: installed the app “Salesforce CLI”"
        " in the org (Setup, Connected Apps OAuth Usage), set the duplicate rules so that they let"
        " these records through, and given you the rights to the fields."
    ),
    "busy": N_(
        "Another window is loading this package, or one was cut off. If none is, remove the file"
        " stand/bezet and start again."
    ),
    "elsewhere": N_("This package was loaded from {place}; go on there, or else it goes twice."),
    "other_results": N_(
        "The folder resultaten has results of another org. Move it elsewhere and start again."
    ),
    "not_sent": N_("{name} was not sent: {reason}"),
    "cut_off": N_(
        "{name} was being sent at {since} (UTC) when this was cut off. Look in Salesforce, Setup,"
        " Bulk Data Load Jobs: is there a job of that time for {object} ({operation})?"
    ),
    "which_job": N_("Its id (begins with 750), or “no” if there is none and it must be sent:"),
    "look_first": N_("Look that up first, then start again; nothing was sent now."),
    "unreachable": N_(
        "Salesforce cannot be reached. The job {job} goes on there; start again later."
    ),
    "nothing_loaded": N_(
        "Of {name} nothing was loaded: {reason} When that is put right, start again."
    ),
    "no_results": N_("The results of {name} could not be fetched; start again, it is not resent."),
    "no_merges": N_("It could not be seen which merges of {name} were made; start again."),
    "loading": N_("{name}, rows: {rows} …"),
    "loaded": N_("{name}: loaded."),
    "refused": N_("{name}: loaded. Rows refused: {refused}; no later file builds on them."),
    "refused_needed": N_(
        "{name}: rows refused: {refused}. Later files build on them, or it is not known. See"
        " resultaten/{name}.failed.csv, put it right in Salesforce if you can, and start again to"
        " go on."
    ),
    "go_on": N_("Of {name} rows were refused that later files build on. Go on (y/n)?"),
    "stopped": N_("Stopped; start again to go on."),
    "begin": N_("Load into {org_id} as {username} ({address}) (y/n)?"),
    "rehearsed": N_("That was the rehearsal; nothing was loaded."),
    "was_done": N_("Everything in this package is in this org already; nothing was sent."),
    "all_done": N_("All files are loaded."),
    "by_hand": N_("Still to be done by hand:"),
    "next": N_(
        "Upload the files of the folder resultaten in Kaartenbak under Results; then export"
        " everything from Salesforce and load it, which shows what arrived."
    ),
    "fetch_about": N_("Fetches every table that Kaartenbak reads with the Salesforce CLI."),
    "fetch_folder": N_("FOLDER"),
    "fetch_usage": N_("Only the alias of the org and a folder can stand behind it."),
    "fetching": N_("Fetching {name} …"),
    "not_fetched": N_(
        "{name} could not be fetched, so nothing was put into {inbox}. If a field is unknown, put"
        " its name right in Kaartenbak under Settings and take the scripts again."
    ),
    "fetched": N_("All tables are in the folder {inbox}; upload them in Kaartenbak."),
}
