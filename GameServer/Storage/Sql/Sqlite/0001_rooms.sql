-- Times are counts of 100 ns since the Unix epoch. Phases: 0 placed, 1 asleep, 2 finished. docs/decisions/0016-the-append.md.

CREATE TABLE numbers (
    taken INTEGER NOT NULL
);
INSERT INTO numbers VALUES (0);

-- What seldom changes of a room.
CREATE TABLE rooms (
    number       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    type         TEXT NOT NULL,
    type_version INTEGER NOT NULL,
    key          TEXT NOT NULL,
    held_key     TEXT,               -- the key until the room ends; null: none
    keep_alive   INTEGER NOT NULL,
    origin       BLOB NOT NULL,
    created_at   INTEGER NOT NULL,
    owner        TEXT,               -- incarnation that runs it; null: nobody
    wake_at      INTEGER,
    finished_at  INTEGER,
    kept_from    INTEGER NOT NULL    -- version of the snapshot that its history was cut at
);
CREATE UNIQUE INDEX rooms_by_key ON rooms (type, held_key) WHERE held_key IS NOT NULL;
CREATE INDEX rooms_by_wake ON rooms (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX rooms_by_end ON rooms (finished_at) WHERE finished_at IS NOT NULL;

-- What every append changes: many to a page.
CREATE TABLE heads (
    room       INTEGER PRIMARY KEY,  -- the room's number
    epoch      INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    phase      INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    tail       INTEGER               -- its newest record in the log
);

-- Only ever appended to, whatever the room: each record knows the one before it. The one before may have been pruned, and its place given
-- to another: it counts only if it is of the room and of a version that the later one follows.
CREATE TABLE log (
    place   INTEGER PRIMARY KEY,
    room    INTEGER NOT NULL,
    epoch   INTEGER NOT NULL,
    base    INTEGER NOT NULL,
    version INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    prior   INTEGER,
    turns   BLOB NOT NULL
);

CREATE TABLE snapshots (
    room     INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    epoch    INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    snapshot BLOB NOT NULL,
    PRIMARY KEY (room, version)
);
CREATE INDEX snapshots_by_time ON snapshots (at, room, version);

CREATE TABLE places (
    room   INTEGER NOT NULL,
    player TEXT NOT NULL,
    PRIMARY KEY (room, player)
) WITHOUT ROWID;
CREATE INDEX places_by_player ON places (player);
