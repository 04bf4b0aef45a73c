-- Tables that must exist for SQLite to read certain statements to their end: those altered, and those with triggers.
CREATE TABLE orders (id INTEGER PRIMARY KEY, a);
CREATE TABLE o (id INTEGER PRIMARY KEY, a, b, c);
CREATE VIEW v AS SELECT 1 AS id;
