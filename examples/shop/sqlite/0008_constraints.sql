-- What the application has checked so far, the database checks from now on. SQLite adds no constraint to an existing
-- table: the table is built anew, as the manual says (https://sqlite.org/lang_altertable.html#otheralter), in one
-- transaction, when the previous release is gone.
-- lockstep: phase=contract

BEGIN;

CREATE TABLE payments_new (
    id           INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES orders (id),
    method       TEXT NOT NULL,
    amount_cents INTEGER NOT NULL CONSTRAINT payments_amount_positive CHECK (amount_cents > 0),
    paid_at      TEXT
);
-- lockstep: as-written
INSERT INTO payments_new (id, order_id, method, amount_cents, paid_at)
SELECT id, order_id, method, amount_cents, paid_at FROM payments;
-- lockstep: as-written
DROP TABLE payments;
-- lockstep: as-written
ALTER TABLE payments_new RENAME TO payments;
CREATE INDEX payments_order_id_idx ON payments (order_id);

COMMIT;
