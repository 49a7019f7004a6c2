-- Times are counts of 100 ns since the Unix epoch. Phases: 0 placed, 1 asleep, 2 finished. docs/decisions/0016-the-append.md.

CREATE TABLE numbers (
    taken bigint NOT NULL
);
INSERT INTO numbers VALUES (0);

-- An append changes only the version and the time, which are in no index, and finds room for the new row beside the old one.
CREATE TABLE rooms (
    number       bigint PRIMARY KEY,
    epoch        bigint NOT NULL,
    version      bigint NOT NULL,
    changed_at   bigint NOT NULL,
    created_at   bigint NOT NULL,
    wake_at      bigint,
    kept_from    bigint NOT NULL DEFAULT 0,             -- version of the snapshot that its history was cut at
    type_version bigint NOT NULL,
    phase        smallint NOT NULL,
    keep_alive   boolean NOT NULL,
    id           text COLLATE "C" NOT NULL UNIQUE,      -- rows are locked in this order
    type         text COLLATE "C" NOT NULL,
    key          text COLLATE "C" NOT NULL,
    held_key     text COLLATE "C",                      -- the key until the room ends; null: none
    owner        text COLLATE "C",                      -- incarnation that runs it; null: nobody
    origin       bytea NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
CREATE UNIQUE INDEX rooms_by_key ON rooms (type, held_key) WHERE held_key IS NOT NULL;
CREATE INDEX rooms_by_wake ON rooms (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX rooms_unfinished ON rooms (id) WHERE phase = 0 OR (phase = 1 AND keep_alive);
CREATE INDEX rooms_finished ON rooms (number) WHERE phase = 2;

CREATE TABLE log (
    room    bigint NOT NULL,                            -- the room's number
    version bigint NOT NULL,
    base    bigint NOT NULL,
    epoch   bigint NOT NULL,
    at      bigint NOT NULL,
    turns   bytea NOT NULL,
    PRIMARY KEY (room, version)
);

CREATE TABLE snapshots (
    room     bigint NOT NULL,
    version  bigint NOT NULL,
    epoch    bigint NOT NULL,
    at       bigint NOT NULL,
    snapshot bytea NOT NULL,
    PRIMARY KEY (room, version)
);
CREATE INDEX snapshots_by_time ON snapshots (at, room, version);

CREATE TABLE places (
    room   bigint NOT NULL,
    player text COLLATE "C" NOT NULL,
    PRIMARY KEY (room, player)
);
CREATE INDEX places_by_player ON places (player);
