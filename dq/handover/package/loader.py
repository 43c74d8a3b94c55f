"""What Data Loader needs beside the files of a package: mappings, settings, and what to mind."""

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from dq.errors import N_
from dq.settings.api import KEY

if TYPE_CHECKING:
    from dq.handover.package.archive import Csv, Say

FOLDER = "dataloader"
# Where process-conf.xml says that the package is; Data Loader takes whole paths only.
PLACE = r"C:\Kaartenbak\package-{number}"
# Where the settings of Data Loader are otherwise, or may have been changed.
# Source: AppConfig.java of Data Loader 67.0.0.
SETTINGS = {
    "sfdc.useBulkApi": "true",
    "sfdc.useBulkV2Api": "false",  # the second Bulk API does not give our key back
    "sfdc.bulkApiSerialMode": "true",  # else rows of one account lock each other out
    "sfdc.truncateFields": "false",
    "sfdc.formatPhoneFields": "false",
    "sfdc.insertNulls": "false",
    "dataAccess.readUTF8": "true",
    "dataAccess.writeUTF8": "true",
    "loader.csvComma": "true",
    "loader.csvTab": "false",
    "loader.csvOther": "false",
    "process.useEuropeanDates": "false",
    "process.batchMode.exitWithErrorOnFailedRows": "true",
}
# A duplicate rule looks at these; so it does in Salesforce as it comes.
MATCHED = ("account", "contact")

TOOLS = N_("Which tool, and who")
TEXTS = (
    N_(
        "For Data Loader the folder “{folder}” has a mapping per file (.sdl) and the settings"
        " (config.properties, process-conf.xml). In process-conf.xml the package stands in"
        " {place}; put it there, or write your own folder there instead. Add your user to"
        " config.properties (sfdc.username, sfdc.password and process.encryptionKeyFile, by"
        " encrypt.bat), and run the processes one after the other, as in process.bat"
        " {place}\\{folder} {process}. It ends with an error when a row was refused."
    ),
    N_(
        "Only who may change all of these records and fields loads them, with “API Enabled”: what"
        " is not visible to that person stays unmapped or is refused. The administrator installs"
        " the app of the tool in Salesforce once."
    ),
    N_(
        "Not with tools that empty a field where the cell is empty, such as Salesforce Inspector"
        " Reloaded: they would wipe what is to stay."
    ),
)
MAPPING_FILE = N_("Mapping file")
STOP = N_("Stop when another column than {key} stays unmapped: that field would not go along.")
RULES = N_(
    "A duplicate rule may refuse a row here, also one that only warns on the screen; the others go"
    " on."
)
USERS = N_("Only an administrator who manages users can load this.")


def add(archive: zipfile.ZipFile, number: int, listed: Sequence["Csv"]) -> None:
    """Put the folder for Data Loader into the zip of a package."""
    for path, content in files(number, listed):
        archive.writestr(path, content)


def files(number: int, listed: Sequence["Csv"]) -> Iterable[tuple[str, str]]:
    """The paths and texts of the folder for Data Loader."""
    if not listed:
        return
    yield f"{FOLDER}/config.properties", _lines(f"{key}={text}" for key, text in SETTINGS.items())
    yield f"{FOLDER}/process-conf.xml", _processes(number, [one for one in listed if _there(one)])
    for one in listed:
        yield (
            mapping(one),
            _lines(f"{column}={_mapped(column)}" for column in one.columns),
        )


def _mapped(column: str) -> str:
    """The field that a column goes into; what names a record by its external id has a colon there.

    Source: ParentIdLookupFieldFormatter.java of Data Loader 67.0.0.
    """
    return "" if column == KEY else column.replace(".", ":")


def mapping(one: "Csv") -> str:
    """The path of a file's mapping; that of the way back says so in its name."""
    path = PurePosixPath(one.path)
    folder = FOLDER if _there(one) else f"{FOLDER}/{path.parent}"
    return f"{folder}/{path.stem}.sdl"


def text(number: int, listed: Sequence["Csv"], say: "Say") -> Iterable[str]:
    """What is to be known of the tools, once."""
    if not listed:
        return
    place = PLACE.format(number=number)
    yield from ("", f"## {say(TOOLS)}", "")
    named = {"folder": FOLDER, "place": place, "process": _called(listed[0])}
    yield from (f"- {say(one, **named)}" for one in TEXTS)


def notes(one: "Csv", say: "Say") -> Iterable[str]:
    """What is to be minded of one file."""
    yield f"- {say(MAPPING_FILE)}: {mapping(one)}. {say(STOP, key=KEY)}"
    if one.file.table in MATCHED and one.operation != "delete":
        yield f"- {say(RULES)}"
    if one.file.table == "portal_user":
        yield f"- {say(USERS)}"


def _there(one: "Csv") -> bool:
    """Whether it goes there, and is not of the way back: that one is never taken unattended."""
    return "/" not in one.path


def _lines(texts: Iterable[str]) -> str:
    return "".join(f"{one}\r\n" for one in texts)


def _processes(number: int, listed: Iterable["Csv"]) -> str:
    """Each file as a process that is called after it."""
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE beans PUBLIC "-//SPRING//DTD BEAN 2.0//EN"'
        ' "http://www.springframework.org/dtd/spring-beans-2.0.dtd">',
        "<beans>",
    )
    return _lines([*head, *(line for one in listed for line in _process(number, one)), "</beans>"])


def _called(one: "Csv") -> str:
    """The name of a file's process; an id in XML begins with a letter."""
    return f"load-{PurePosixPath(one.path).stem}"


def _process(number: int, one: "Csv") -> Iterable[str]:
    name = PurePosixPath(one.path).stem
    id = quoteattr(_called(one))
    place = PLACE.format(number=number)
    entries = {
        "process.operation": one.operation,
        "sfdc.entity": one.object,
        "dataAccess.type": "csvRead",
        "dataAccess.name": rf"{place}\{one.path}",
        "process.mappingFile": rf"{place}\{FOLDER}\{name}.sdl",
        "process.outputSuccess": rf"{place}\{FOLDER}\{name}.success.csv",
        "process.outputError": rf"{place}\{FOLDER}\{name}.failed.csv",
        "process.batchMode.exitWithErrorOnFailedRows": "true",
        "sfdc.truncateFields": "false",
    }
    yield f"    <bean id={id}"
    yield '          class="com.salesforce.dataloader.process.ProcessRunner" scope="prototype">'
    yield f'        <property name="name" value={id}/>'
    yield '        <property name="configOverrideMap">'
    yield "            <map>"
    for key, text in entries.items():
        yield f'                <entry key="{key}" value={quoteattr(text)}/>'
    yield from ("            </map>", "        </property>", "    </bean>")
