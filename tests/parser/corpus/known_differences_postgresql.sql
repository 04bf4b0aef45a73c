-- Entries of the corpus on which the parser and PostgreSQL 15 differ, each with the reason above it. An entry that
-- agrees again must go.

-- The server's grammar takes any statement in a body, and its next stage refuses all but queries and changes of rows.
CREATE FUNCTION f() RETURNS int BEGIN ATOMIC CREATE TABLE t (a int); DROP TABLE u; END;

-- What the server checks behind its grammar, and the grammar here does not know: the arguments of ordered-set aggregates.
CREATE OR REPLACE AGGREGATE app.a(x int, VARIADIC y text[] ORDER BY z int) (SFUNC = f, STYPE = internal, HYPOTHETICAL);
SELECT f(VARIADIC a) WITHIN GROUP (ORDER BY c);

-- A clause that stands inside the parentheses and outside again.
((SELECT 1) LIMIT 1) LIMIT 2;
