-- Entries of the corpus on which the parser and PostgreSQL 15 differ, each with the reason above it. An entry that
-- agrees again must go.

-- The server's grammar takes any statement in a body, and its next stage refuses all but queries and changes of rows.
CREATE FUNCTION f() RETURNS int BEGIN ATOMIC CREATE TABLE t (a int); DROP TABLE u; END;
