-- serial ends at 2,147,483,647. The key of a large table, with foreign keys pointing at it.

ALTER TABLE orders ALTER COLUMN id TYPE bigint;
ALTER SEQUENCE orders_id_seq AS bigint;
