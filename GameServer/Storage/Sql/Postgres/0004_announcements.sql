-- What endpoints are still to be told of rooms. docs/decisions/0028-webhooks.md.
CREATE TABLE announcements (
    id       text COLLATE "C" NOT NULL,
    endpoint text COLLATE "C" NOT NULL,
    at       bigint NOT NULL,
    due_at   bigint NOT NULL,            -- nobody claims it before
    claims   bigint NOT NULL DEFAULT 0,  -- how many times it has been claimed
    body     bytea NOT NULL,
    PRIMARY KEY (id, endpoint)
);
CREATE INDEX announcements_by_due ON announcements (endpoint, due_at);
CREATE INDEX announcements_by_time ON announcements (at);
