-- The nodes of the cluster, one row for each name: docs/decisions/0020-leases-and-takeover.md. An incarnation is live while its row is here
-- and not revoked.
CREATE TABLE nodes (
    node         text COLLATE "C" PRIMARY KEY,
    incarnation  text COLLATE "C" NOT NULL UNIQUE,
    process      text COLLATE "C" NOT NULL,             -- whose life it is
    life         integer NOT NULL,                      -- which one, from 1
    link_address text NOT NULL,
    roles        integer NOT NULL,
    renewals     bigint NOT NULL,
    lease_until  timestamptz NOT NULL,                  -- by the clock of the database
    joined       timestamptz NOT NULL,                  -- since when the process is in, likewise
    revoked      boolean NOT NULL,
    draining     boolean NOT NULL,
    rooms        integer NOT NULL
) WITH (fillfactor = 50);

-- False: the room lives no longer than its owner, unless it is handed over. Releases before this one know stored rooms only.
ALTER TABLE rooms ADD COLUMN stored boolean NOT NULL DEFAULT true;
CREATE INDEX rooms_by_owner ON rooms (owner) WHERE phase = 0;
