"""The small Salesforce behind the addresses that the Salesforce CLI asks: REST, Bulk 2.0, Apex."""

import csv
import io
import re
import threading
import time
from contextlib import contextmanager
from xml.sax.saxutils import escape, unescape

import uvicorn
from simulator import COLUMNS, EXTERNAL, READ_ONLY, Refused
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dq import settings

ID = "00Dxx0000001gEREAY"
TOKEN = f"{ID}!FAKE.TOKEN"
VERSION = "64.0"
ROOT = f"/services/data/v{VERSION}"
USER = {"Id": "005xx000001X8UzAAK", "Username": "vera@ons.example"}
WORDS = {
    field: [str(word) for name, word in settings.defaults().items() if name.startswith(codes)]
    for field, codes in (("Status__c", "sf_status_"), ("Kind__c", "sf_"))
}
WORDS["Roles"] = ["Evaluator", "Decision Maker", "Other"]
# What every record has beside, and an export may ask for.
BESIDE = {
    "CreatedDate": "2024-01-01T08:00:00.000Z",
    "LastModifiedDate": "2026-11-01T08:00:00.000Z",
}
MORE = {
    "Account": {"MasterRecordId": "", "Owner.Name": "Vera Vos"},
    "Contact": {"MasterRecordId": "", "EmailBouncedDate": "", "EmailBouncedReason": ""},
    "User": {"FirstName": "", "LastName": "", "LastLoginDate": ""},
    "Project__c": {"StartDate__c": "", "EndDate__c": ""},
}
# Write only: it takes the login away.
WRITTEN = {"User": ["IsPortalEnabled"]}
PAGE = 3  # rows: an export comes in pages


class Org:
    """The jobs, and what each did; `asked` has every address, `slow` how often a job is busy."""

    def __init__(self, there, slow=1):
        self.there, self.slow, self.asked, self.jobs = there, slow, [], {}

    def app(self):
        """What answers."""
        routes = [
            Route("/services/oauth2/userinfo", self.userinfo),
            Route("/services/data", self.versions),
            Route("/services/data/v{version}/sobjects/{name}/describe", self.describe),
            Route("/services/data/v{version}/sobjects/User/{id}", self.user),
            Route("/services/data/v{version}/query", self.query),
            Route("/services/data/v{version}/queryAll", self.query),
            Route("/services/data/v{version}/jobs/{kind}", self.begin, methods=["POST"]),
            Route("/services/data/v{version}/jobs/{kind}/{id}", self.job),
            Route("/services/data/v{version}/jobs/ingest/{id}", self.close, methods=["PATCH"]),
            Route("/services/data/v{version}/jobs/ingest/{id}/batches", self.put, methods=["PUT"]),
            Route("/services/data/v{version}/jobs/query/{id}/results", self.page),
            Route("/services/data/v{version}/jobs/ingest/{id}/{kind}", self.results),
            Route("/services/data/v{version}", self.versions),
            Route("/services/Soap/s/{version}/{id}", self.apex, methods=["POST"]),
        ]
        app = Starlette(routes=routes)

        async def noted(scope, receive, send):
            if scope["type"] == "http":
                # The CLI keeps an address that ends in a slash.
                scope = scope | {"path": scope["path"].replace("//", "/")}
                self.asked.append(f"{scope['method']} {scope['path']}")
            await app(scope, receive, send)

        return noted

    async def userinfo(self, request):
        return JSONResponse(
            {"user_id": USER["Id"], "organization_id": ID, "preferred_username": USER["Username"]}
        )

    async def user(self, request):
        return JSONResponse(USER)

    async def versions(self, request):
        return JSONResponse([{"label": "x", "url": ROOT, "version": VERSION}])

    async def describe(self, request):
        name = request.path_params["name"]
        if name not in COLUMNS:
            return JSONResponse([{"errorCode": "NOT_FOUND", "message": "not found"}], 404)
        rights = dict.fromkeys(("createable", "deletable", "updateable"), True)
        more = [*WRITTEN.get(name, []), *filter(None, [EXTERNAL.get(name)])]
        fields = [self._field(name, one) for one in [*COLUMNS[name], *more]]
        return JSONResponse(
            {"actionOverrides": [], "childRelationships": [{"field": "AccountId"}]}
            | rights
            | {"fields": fields, "name": name, "recordTypeInfos": [{"name": "Master"}]}
        )

    def _field(self, name, field):
        def may(operation):
            return field != "Id" and field not in READ_ONLY.get((name, operation), ())

        words = WORDS.get(field, [])
        return {
            "createable": may("insert"),
            "externalId": field == EXTERNAL.get(name),
            "name": field,
            "picklistValues": [{"active": True, "label": one, "value": one} for one in words],
            "type": "picklist" if words else "string",
            "updateable": may("update"),
        }

    async def query(self, request):
        """Which records of a list were merged, or what the CLI wants to know of the org."""
        text = request.query_params["q"]
        asked = re.search(r"FROM (\w+) .*IN \((.*)\)", text)
        if asked is None:
            return JSONResponse([{"errorCode": "MALFORMED_QUERY", "message": text}], 400)
        if "columns" in request.query_params:  # for the header of its CSV
            columns = [{"columnName": one, "joinColumns": []} for one in ("Id", "MasterRecordId")]
            return JSONResponse({"columnMetadata": columns})
        name, ids = asked[1], re.findall(r"'(\w+)'", asked[2])
        gone = self.there.bin[name]
        records = [
            {"attributes": {"type": name}, "Id": id, "MasterRecordId": gone[id]["MasterRecordId"]}
            for id in ids
            if gone.get(id, {}).get("MasterRecordId")
        ]
        return JSONResponse({"totalSize": len(records), "done": True, "records": records})

    async def begin(self, request):
        """A job, to load or to export."""
        kind, told = request.path_params["kind"], await request.json()
        id = f"750xx{len(self.jobs) + 1:010}AAA"
        self.jobs[id] = {"id": id, "state": "Open", "busy": self.slow, "kind": kind} | told
        if kind == "query":
            try:
                self.jobs[id] |= {"lines": self._export(told["query"]), "state": "UploadComplete"}
            except KeyError as error:
                message = f"INVALID_FIELD: No such column {error}"
                return JSONResponse([{"errorCode": "INVALID_FIELD", "message": message}], 400)
        return JSONResponse(self._told(id))

    def _told(self, id):
        hidden = ("lines", "content", "done", "failed", "busy", "kind", "query")
        return {key: value for key, value in self.jobs[id].items() if key not in hidden}

    async def put(self, request):
        self.jobs[request.path_params["id"]]["content"] = await request.body()
        return Response(status_code=201)

    async def close(self, request):
        id = request.path_params["id"]
        self.jobs[id]["state"] = (await request.json())["state"]
        return JSONResponse(self._told(id))

    async def job(self, request):
        """How far it is: a job is busy for a while, and then it is done at once."""
        one = self.jobs[request.path_params["id"]]
        if one["busy"] > 0:
            one["busy"] -= 1
        elif one["state"] == "UploadComplete":
            self._load(one) if one["kind"] == "ingest" else one.update(
                state="JobComplete", numberRecordsProcessed=len(one["lines"]) - 1
            )
        return JSONResponse(self._told(one["id"]))

    def _load(self, one):
        """What Bulk 2.0 makes of a file: a header that it does not know fails all of it."""
        text = one["content"].decode()
        assert one.get("lineEnding", "LF") == "LF" and "\r" not in text
        head, *rows = list(csv.reader(io.StringIO(text, newline="")))
        name = one["object"]
        known = [*COLUMNS[name], *WRITTEN.get(name, []), EXTERNAL.get(name)]
        # What names a record by its external id is looked at row by row.
        unknown = [column for column in head if column not in known and "." not in column]
        more = one["operation"] == "delete" and head != ["Id"]
        if unknown or more:
            message = f"InvalidBatch : Field name not found : {(unknown or head)[0]}"
            one.update(state="Failed", errorMessage=message)
            one.update(numberRecordsProcessed=0, numberRecordsFailed=0)
            return
        done, failed = [["sf__Id", "sf__Created", *head]], [["sf__Id", "sf__Error", *head]]
        for row in rows:
            given = dict(zip(head, row, strict=True))
            id, error = self.there.carry_out(name, one["operation"], given)
            made = str(one["operation"] == "insert").lower()
            (failed if error else done).append([id or "", error or made, *row])
        one.update(state="JobComplete", done=done, failed=failed)
        one.update(numberRecordsProcessed=len(rows), numberRecordsFailed=len(failed) - 1)

    async def results(self, request):
        one, kind = self.jobs[request.path_params["id"]], request.path_params["kind"]
        lines = {"successfulResults": "done", "failedResults": "failed"}.get(kind)
        return Response(written(one[lines] if lines else []), media_type="text/csv")

    def _export(self, text):
        """The lines of a query; a column that is not there is a KeyError."""
        columns, name = re.fullmatch(r"SELECT (.+) FROM (\w+)\s*", text).groups()
        columns = [column.strip() for column in columns.split(",")]
        beside = BESIDE | MORE.get(name, {})
        deleted = {} if name == "User" else {"IsDeleted": "false"}
        rows = [deleted | beside | row for row in self.there.rows[name].values()]
        rows += [beside | row | {"IsDeleted": "true"} for row in self.there.bin[name].values()]
        empty = dict.fromkeys(COLUMNS[name], "") | deleted | beside
        return [columns, *([row.get(one, empty[one]) for one in columns] for row in rows)]

    async def page(self, request):
        lines = self.jobs[request.path_params["id"]]["lines"]
        start = int(request.query_params.get("locator", 0))
        last = start + PAGE >= len(lines) - 1
        some = lines[1 + start : 1 + start + PAGE]
        headers = {"Sforce-Locator": "null" if last else str(start + PAGE)}
        content = written([lines[0], *some])
        return Response(content, media_type="text/csv", headers=headers)

    async def apex(self, request):
        """Carry out merges; what is refused is in the log, as the code has it."""
        body = (await request.body()).decode()
        code = re.search(r"<apexcode>(.*)</apexcode>", body, re.DOTALL)[1]
        code = unescape(code, {"&quot;": '"', "&apos;": "'"})
        log = ""
        for name, stays, going in re.findall(
            r"^combine\(new (\w+)\(Id = '(\w+)'\), new List<Id>\{ (.+) \}\);$", code, re.MULTILINE
        ):
            ids = re.findall(r"'(\w+)'", going)
            assert len(ids) <= 2
            for id in ids:
                try:
                    if id not in self.there.rows[name]:
                        raise Refused("entity is deleted")
                    self.there.merge(name, stays, id)
                except Refused as error:
                    log += f"09:00:00.0 (1)|USER_DEBUG|[6]|ERROR|KAARTENBAK {id} {error}\n"
        return Response(SOAP.format(log=escape(log)), media_type="text/xml")


SOAP = """\
<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope\
 xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"\
 xmlns="http://soap.sforce.com/2006/08/apex"><soapenv:Header><DebuggingInfo><debugLog>{log}\
</debugLog></DebuggingInfo></soapenv:Header><soapenv:Body><executeAnonymousResponse><result>\
<column>-1</column><compileProblem xsi:nil="true"/><compiled>true</compiled>\
<exceptionMessage xsi:nil="true"/><exceptionStackTrace xsi:nil="true"/><line>-1</line>\
<success>true</success></result></executeAnonymousResponse></soapenv:Body></soapenv:Envelope>"""


def written(lines):
    """Lines as Salesforce writes them."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(lines)
    return text.getvalue().encode()


@contextmanager
def serving(org):
    """The address at which it answers meanwhile."""
    config = uvicorn.Config(org.app(), port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        yield f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
