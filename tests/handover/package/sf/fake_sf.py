"""A Salesforce CLI that only writes down what it is asked, and answers as `org.json` says.

It stands on the PATH as `sf`; the folder FAKE_SF has `org.json` and gets `calls`, a line a call.
"""

import csv
import io
import json
import os
import signal
import sys
from pathlib import Path

HERE = Path(os.environ["FAKE_SF"])
ORG = json.loads((HERE / "org.json").read_text("utf-8"))


def option(name):
    return sys.argv[sys.argv.index(name) + 1]


def answer(value, code=0):
    print(json.dumps(value, indent=2, ensure_ascii=False))
    sys.exit(code)


def describe(name):
    if name not in ORG["objects"]:
        answer({"name": "NOT_FOUND", "message": "not found"}, 1)
    rights = dict.fromkeys(("createable", "deletable", "updateable"), True)
    fields = [
        {
            "createable": field not in ORG["readonly"],
            "externalId": field in ORG["keys"],
            "name": field,
            "picklistValues": [
                {"active": active, "label": word, "value": word}
                for word, active in ORG["words"].get(field, {}).items()
            ],
            "type": "picklist" if field in ORG["words"] else "string",
            "updateable": field not in ORG["readonly"],
        }
        for field in ORG["objects"][name]
    ]
    answer({"status": 0, "result": rights | {"fields": fields, "name": name}, "warnings": []})


def submit(kind):
    number = len(list(HERE.glob("750*.csv"))) + 1
    job = f"750{number:015}"
    (HERE / f"{job}.csv").write_bytes(Path(option("--file")).read_bytes())
    if ORG["die"] == "submit":
        os.killpg(0, signal.SIGKILL)
    result = {"jobInfo": {"id": job}} if kind == "delete" else {"jobId": job}
    answer({"status": 0, "result": result, "warnings": []})


def rows(job):
    """What was sent, done and refused."""
    sent = list(csv.reader(io.StringIO((HERE / f"{job}.csv").read_text("utf-8"), newline="")))
    bad = [row for row in sent[1:] if set(row) & set(ORG["refuse"])]
    return sent[0], [row for row in sent[1:] if row not in bad], bad


def state(job):
    if ORG["die"] == "state":
        os.killpg(0, signal.SIGKILL)
    _head, good, bad = rows(job)
    told = {"id": job, "state": ORG["state"], "object": "X", "apexProcessingTime": 0}
    if ORG["state"] == "JobComplete":
        counts = len(good) + len(bad), len(bad)
    else:
        told["errorMessage"], counts = "InvalidBatch : Field name not found : X", (0, 0)
    answer(told | dict(zip(("numberRecordsProcessed", "numberRecordsFailed"), counts, strict=True)))


def results(job):
    head, good, bad = rows(job)
    for kind, extra, some in (("success", "sf__Created", good), ("failed", "sf__Error", bad)):
        if some or kind == "success":
            with open(f"{job}-{kind}-records.csv", "w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
                writer.writerow(["sf__Id", extra, *head])
                writer.writerows(["", "REQUIRED_FIELD_MISSING: X", *row] for row in some)


with (HERE / "calls").open("a", encoding="utf-8") as file:
    print(*sys.argv[1:], file=file)
match sys.argv[1:]:
    case ["org", "display", *_]:
        if option("--target-org") not in ORG["logins"]:
            answer({"name": "NoAuth", "message": "no login"}, 1)
        told = {"id": ORG["id"], "accessToken": "00D!SECRET", "instanceUrl": "https://x.example"}
        answer({"status": 0, "result": told | {"username": "vera@x.example"}, "warnings": []})
    case ["sobject", "describe", *_]:
        describe(option("--sobject"))
    case ["data", ("import" | "update" | "delete") as kind, "bulk", *_]:
        submit(kind)
    case ["api", "request", "rest", path, *_]:
        state(path.rsplit("/", 1)[1])
    case ["data", "bulk", "results", *_]:
        results(option("--job-id"))
    case ["data", "export", "bulk", *_]:
        query = Path(option("--query-file")).read_text("utf-8")
        if query.split(" FROM ")[1].strip() == ORG["lacks"]:
            answer({"name": "INVALID_FIELD", "message": "no such column"}, 1)
        columns = query.removeprefix("SELECT ").split(" FROM ")[0].replace(" ", "")
        Path(option("--output-file")).write_text(columns + "\n", "utf-8")
    case ["apex", "run", *_]:
        log = "".join(f'DEBUG|KAARTENBAK {id} both "are" related\n' for id in ORG["refuse"])
        answer({"status": 0, "result": {"compiled": True, "success": True, "logs": log}})
    case ["data", "query", *_]:
        expected = Path(option("--file")).with_suffix(".expected").read_text("utf-8")
        lines = [line.split(",") for line in expected.splitlines()]
        made = [f"{id},{stays}" for id, stays, _key in lines if id not in ORG["refuse"]]
        print("Id,MasterRecordId", *made, sep="\n")
    case _:
        sys.exit(2)
