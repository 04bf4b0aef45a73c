-- A status text becomes a reference. The text is dropped in 0012, when no release reads it any more.

CREATE TABLE order_statuses (
    id   INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE
);
INSERT INTO order_statuses (id, code) VALUES
    (1, 'new'), (2, 'paid'), (3, 'packed'), (4, 'shipped'), (5, 'delivered'), (6, 'cancelled');

ALTER TABLE orders ADD COLUMN status_id INTEGER REFERENCES order_statuses (id);

UPDATE orders SET status_id = (SELECT s.id FROM order_statuses s WHERE s.code = orders.status);
