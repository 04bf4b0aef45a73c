-- The second half of 0003: since the last release everything reads status_id.

ALTER TABLE orders DROP COLUMN status;
