-- 0: the room lives no longer than its owner. Releases before this one know stored rooms only.
ALTER TABLE rooms ADD COLUMN stored INTEGER NOT NULL DEFAULT 1;
