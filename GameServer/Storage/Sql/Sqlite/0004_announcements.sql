-- What endpoints are still to be told of rooms. docs/decisions/0028-webhooks.md.
CREATE TABLE announcements (
    id       TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    at       INTEGER NOT NULL,
    due_at   INTEGER NOT NULL,           -- nobody claims it before
    claims   INTEGER NOT NULL DEFAULT 0, -- how many times it has been claimed
    body     BLOB NOT NULL,
    PRIMARY KEY (id, endpoint)
);
CREATE INDEX announcements_by_due ON announcements (endpoint, due_at);
CREATE INDEX announcements_by_time ON announcements (at);
