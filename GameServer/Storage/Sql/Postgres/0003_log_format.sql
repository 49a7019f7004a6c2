-- The format of the room's history: of the newest release that ran it. docs/decisions/0017-log-format.md.
ALTER TABLE rooms ADD COLUMN log_format bigint NOT NULL DEFAULT 1;
