-- Every table of the store but those of the objects that sources export (dq/sources), which are made
-- from what these declare; an older store gets what it lacks of both (shape.py).
-- No table has an index: DuckDB 2.0 loses confirmed updates in one that has, see
-- tests/store/test_recovery.py.

-- One row per load; `exported` is the day the files speak of, `files` a JSON list of
-- {name, object, fields, headers, codes, new, changed, unchanged, gone, rejected, deleted}: what the
-- file calls each field, and which of its words stand for a code.
create table load (
    id integer, loaded timestamp, exported date, actor varchar, files json
);
-- The column mapping that a user chose for files with this header; `columns` is a JSON object
-- {header: field}.
create table mapping (shape varchar, object varchar, columns json);

-- One row per change that a user made: who, when, why, and the rows that it wrote: `edits` is a
-- JSON list as dq/store/ledger.py makes it, `told` what is to be said that is not in rows (of a load).
-- `undoes` names the change that this one took back, `undone_by` the one that took this one back.
create sequence change_id;
create table change (
    id bigint, moment timestamp, actor varchar, command varchar, reason varchar,
    edits json, told json, undoes bigint, undone_by bigint
);
-- What the team set differently from dq/settings/settings.toml.
create table setting (name varchar, value json);

-- What the libraries said of a value, asked once per distinct value.
create table email_fact (email varchar, valid boolean, reason varchar, suggestion varchar);
create table phone_fact (phone varchar, valid boolean, e164 varchar);
-- Only texts that may have letters that went wrong; `repaired` is what they likely were.
create table text_fact (text varchar, damaged boolean, repaired varchar);

-- What follows from the data as a whole, worked out anew before it is judged. Addresses that are
-- nobody's (on a large part of the cards, or ending in .invalid; without `cards` what is no address
-- at all, or is made of a word that says nothing), each account's top account, and
-- the company domains in use under a top account with their share (0..1) of the cards there; and
-- the words that say nothing (onbekend, n.v.t.), from the settings.
create table empty_word (word varchar);
create table placeholder (address varchar, cards integer);
create table family (account_id varchar, root_id varchar);
create table family_domain (
    root_id varchar, domain varchar, cards integer, share double, usual boolean
);

-- What a check found, with its history counted in loads; identity is
-- (check_id, record_kind, record_id, other_id). solved_load is null while it is open; under_way says
-- that it is put right here, and that no export has shown so yet; `disposed` is the state of what
-- people decided of it, as long as that holds; `shown_load` the newest load in whose scores it
-- counts, 0 where no export shows it (dq/judging/shown.py).
create table finding (
    check_id varchar, record_kind varchar, record_id varchar, other_id varchar, detail varchar,
    first_load integer, last_load integer, solved_load integer, returned_load integer,
    under_way boolean, disposed varchar, shown_load integer
);
-- What people decided of a finding, under its key (its identity with ~ between): `state` is accepted
-- (not needed) or later; `until` the last day on which that holds, null while nothing changes or,
-- of later, until the next load; `seen` what was compared then, a JSON object {field: value}.
create table disposition (
    id varchar, check_id varchar, record_kind varchar, record_id varchar, other_id varchar,
    state varchar, reason varchar, until date, load_id integer, seen json
);
-- Who is to see to what was found of a record, and by which day; under record_kind~record_id.
create table assignment (
    id varchar, record_kind varchar, record_id varchar, assignee varchar, due date, version integer
);
-- A case: the records that open findings tie together, under the key of the one that was found
-- first; `check_id` is its worst check and `place` where that stands in the order of work, `owner`
-- the account's. Worked out anew whenever findings are.
create table review_case (
    id varchar, place integer, check_id varchar, findings integer, since integer, owner varchar
);
create table case_record (case_id varchar, record_kind varchar, record_id varchar);
-- How many seconds somebody took to decide on a case, under its worst check.
create table pace (check_id varchar, seconds double);
-- Open findings per check after each load (null where it could not be worked out).
create table measure (load_id integer, check_id varchar, open integer);
-- What the scores of each load are made of, kept when findings go: per dimension how many records
-- of the export were asked about, and how many of these have an error, at worst a warning, at worst
-- a notice. `grouping` is all, owner (`member` is the account owner, empty where there is none) or
-- tree (the top account's id). `estimated`: worked out from a score by the formula before this one.
create table tally (
    load_id integer, grouping varchar, member varchar, dimension varchar, asked integer,
    errors integer, warnings integer, notices integer, estimated boolean
);
-- Per load how many findings it solved, what is open, the median days that either was open, and how
-- many came back; by the days of the exports.
create table duration (
    load_id integer, solved integer, solved_days double, open integer, open_days double,
    returned integer
);

-- Likely duplicates: one row per pair, `evidence` a JSON list of {field, level, points}; and
-- one row per record in a group of two or more.
create table pair (
    record_kind varchar, left_id varchar, right_id varchar, score double, evidence json
);
create table cluster (record_kind varchar, record_id varchar, group_id varchar);
-- What people decided of a pair (left_id < right_id): one and the same, or not; the newest counts,
-- `score` is what the matching thought of it then, and `seen` what was compared.
create table decision (
    id varchar, record_kind varchar, left_id varchar, right_id varchar, same boolean, score double,
    seen varchar
);
-- Pairs at two companies that agree on the name alone: shown apart, never in a group.
create table perhaps (
    record_kind varchar, left_id varchar, right_id varchar, score double, evidence json
);
-- A contact who left: the last day, and the day from which others have the tasks; one row per
-- leaver, under the contact's id. Who has them is in succession, one row per successor.
-- `guessed`: nobody said the last day, it is the day of the last change in Salesforce.
create table departure (
    id varchar, last_day date, effective_date date, guessed boolean, version integer
);
create table succession (id varchar, contact_id varchar, successor_id varchar, version integer);
-- What the back office has to do because somebody left ('leave') or came back ('return').
create table tile (
    id varchar, contact_id varchar, kind varchar, made timestamp, made_by varchar,
    assignee varchar, version integer
);
-- One thing to do: `subject` is what (approval, status, relation, login or bc) of `person_id`,
-- `wanted` whether it is to be on or off, and the ids say which one; `record_id` is the portal user
-- or the contact in Business Central. `seen_load` is the export that showed it done, `reopened_load`
-- the one that showed the contrary.
create table step (
    id varchar, tile_id varchar, place integer, subject varchar, wanted boolean, person_id varchar,
    project_id varchar, approval_kind varchar, account_id varchar, record_id varchar,
    done timestamp, done_by varchar, seen_load integer, reopened_load integer, version integer
);
-- A group of likely duplicates that is to wait until the next load.
create table later (id varchar, record_kind varchar, load_id integer);
-- A record that was merged into another here, whose card is gone from main: a row per loser.
create table merged (id varchar, record_kind varchar, survivor_id varchar, version integer);
-- A package for Salesforce: what of main is on its way there since load `load_id`; `work` a JSON
-- list of {kind, record_kind, id, other_id, username} of what is to be done there by hand, `back` what
-- takes it back again (dq/outgoing/back.py).
create table package (
    id integer, made timestamp, made_by varchar, load_id integer, work json, day date, waits json,
    back json
);
-- One row of one of its files, or something done by hand (`file` and `operation` are its kind).
-- `old` and `fields` are JSON objects {our field: value} before and
-- after, `cells` {API name: text} as in the file; `state` is sent, done, failed, missed (the export
-- does not have it), arrived or withdrawn, `new_id` the id that Salesforce gave to what was made
-- here, `problem` the kind of error and `message` its own words.
create table package_row (
    key varchar, package_id integer, file varchar, record_table varchar, record_id varchar,
    operation varchar, old json, fields json, cells json, state varchar, new_id varchar,
    problem varchar, message varchar
);
-- A field that was changed here and in Salesforce, each time differently, until somebody chooses;
-- without a field: a record that was changed here is gone there, or (with `theirs`) one that was
-- taken out here is changed there. One that was merged here has the value that it has there by now.
create table clash (
    id varchar, record_table varchar, record_id varchar, field varchar, old varchar,
    theirs varchar, ours varchar, load_id integer, version integer
);
-- What differs from Salesforce and may stay so: a field of a record, or without a field the whole
-- record, as long as it is `theirs` there and `ours` here (JSON).
create table accepted (
    id varchar, record_table varchar, record_id varchar, field varchar, theirs varchar,
    ours varchar, version integer
);
-- What the last full matching left out, per kind: `dropped` a JSON list of {key, blocks, records}
-- (what the caps kept from comparison), `oversize` one of {records, ids} (components too big to be
-- believed, with the ids of their first records), `unread` one of the ids that it stumbled over;
-- and what was found of weights that were fitted further on decisions (weighing/adjustment.Check).
create table matching (
    record_kind varchar, dropped json, oversize json, unread json, learned json
);
-- The load whose data findings and pairs were last computed from, the code that did it, and the
-- day: a rule may ask how long something has waited.
create table judged (
    load_id integer, change_id bigint, code varchar, seconds double, day date
);

-- One row: whether a log must be beside this file, and since when. Written true into the file
-- itself, and false at the head of the log; so a store that reads true has lost its log.
create table log_expected (expected boolean, since timestamp);
-- What happened to the store that people must know of, until somebody has read it: `message` is a
-- message id, `facts` a JSON object that fills it.
create table notice (moment timestamp, message varchar, facts json);

-- Which version the tables are, and a digest of the text that views and macros were made of.
create table store_version (version integer, made varchar);
