"""The folder for Data Loader maps every column but our key, and its settings are whole."""

import io
import xml.etree.ElementTree as ET
import zipfile

import pytest
from office import everything

from dq.commands import pack
from dq.handover.package import archive as package
from dq.handover.package import loader
from dq.settings.api import KEY


@pytest.fixture
def sent(office):
    everything(office)
    pack.run(office, pack.Pack(), "anna")
    return package.files(office, 1)


def properties(text):
    return dict(line.split("=", 1) for line in text.splitlines() if line)


def test_each_file_has_a_mapping_of_all_its_columns_but_our_key(sent):
    there, back = sent
    found = dict(loader.files(1, [*there, *back]))
    for one in (*there, *back):
        mapped = properties(found[loader.mapping(one)])
        assert mapped.pop(KEY) == ""
        assert mapped == {name: name for name in one.columns[1:]}
    assert len(found) == len(there) + len(back) + 2  # no two mappings have one name


def test_unattended_runs_stop_at_a_refused_row_and_cut_nothing_off(sent):
    there, back = sent
    found = dict(loader.files(1, [*there, *back]))
    settings = properties(found["dataloader/config.properties"])
    assert settings["sfdc.useBulkApi"] == "true" and settings["sfdc.useBulkV2Api"] == "false"
    assert settings["dataAccess.readUTF8"] == settings["dataAccess.writeUTF8"] == "true"
    text = found["dataloader/process-conf.xml"]
    beans = ET.fromstring(text[text.index("<beans>") :])
    processes = {}
    for bean in beans:
        entries = {one.get("key"): one.get("value") for one in bean.iter("entry")}
        processes[bean.get("id")] = settings | entries
    assert list(processes) == [f"load-{one.path.removesuffix('.csv')}" for one in there]
    for one, process in zip(there, processes.values(), strict=True):
        assert process["process.operation"] == one.operation
        assert process["sfdc.entity"] == one.object
        assert process["dataAccess.name"].endswith(f"\\{one.path}")
        mapping = process["process.mappingFile"].replace("\\", "/")
        assert mapping.endswith(f"/{loader.mapping(one)}")
        assert process["process.batchMode.exitWithErrorOnFailedRows"] == "true"
        assert process["sfdc.truncateFields"] == "false"


def test_a_package_of_work_by_hand_alone_has_no_folder(office):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        loader.add(archive, 1, [])
        assert archive.namelist() == []
