-- Tables
CREATE TABLE t (a);
CREATE TABLE t (a, b, c);
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL, c REAL, d BLOB, e NUMERIC);
CREATE TABLE IF NOT EXISTS main.t (a INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TEMP TABLE t (a);
CREATE TEMPORARY TABLE IF NOT EXISTS t (a);
CREATE TABLE "Order Items" ("order id" INTEGER, [b c] TEXT, `d e` TEXT, 'f g' TEXT);
CREATE TABLE 't' ('a' TEXT);
CREATE TABLE t (a VARCHAR(255), b DECIMAL(10, 2), c UNSIGNED BIG INT, d DOUBLE PRECISION, e NATIVE CHARACTER(70), f INT8, g "my type"(3), h VARYING CHARACTER (255), i NUMERIC(+5, -2));
CREATE TABLE t (a datetime, b timestamp, c boolean, d date, e json, f uuid, g long varchar binary);
CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY ASC ON CONFLICT REPLACE, b UNIQUE ON CONFLICT IGNORE, c NOT NULL ON CONFLICT FAIL, d NULL ON CONFLICT ABORT, e UNIQUE ON CONFLICT ROLLBACK);
CREATE TABLE t (a INTEGER PRIMARY KEY DESC);
CREATE TABLE t (a TEXT DEFAULT 'x', b INT DEFAULT 1, c INT DEFAULT -1, d INT DEFAULT +5, e DEFAULT NULL, f DEFAULT CURRENT_TIMESTAMP, g DEFAULT (1 + 2), h DEFAULT (datetime('now')), i DEFAULT x'00', j DEFAULT 1.5e3, k DEFAULT TRUE, l DEFAULT false, m DEFAULT "str", n DEFAULT current_date, o DEFAULT CURRENT_TIME);
CREATE TABLE t (a TEXT DEFAULT some_word, b INT DEFAULT -1.5);
CREATE TABLE t (a TEXT COLLATE NOCASE, b TEXT COLLATE "RTRIM" NOT NULL, c COLLATE binary);
CREATE TABLE t (a INT CHECK (a > 0), b TEXT CHECK (length(b) < 5 AND b LIKE 'x%'), CONSTRAINT c CHECK (a <> b));
CREATE TABLE t (a INT CONSTRAINT pk PRIMARY KEY, b INT CONSTRAINT nn NOT NULL CONSTRAINT u UNIQUE);
CREATE TABLE t (a INT CONSTRAINT lonely, b INT);
CREATE TABLE t (a INT CONSTRAINT x CONSTRAINT y NOT NULL);
CREATE TABLE t (a INT REFERENCES o, b INT REFERENCES o (id), c INT REFERENCES o(id) ON DELETE CASCADE ON UPDATE SET NULL, d REFERENCES o (id) MATCH FULL, e REFERENCES o(id) DEFERRABLE INITIALLY DEFERRED, f REFERENCES o(id) NOT DEFERRABLE, g REFERENCES o(id) DEFERRABLE INITIALLY IMMEDIATE);
CREATE TABLE t (a INT REFERENCES o ON DELETE SET DEFAULT ON DELETE RESTRICT ON UPDATE NO ACTION ON INSERT CASCADE MATCH simple);
CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a * 2) STORED, c INT AS (a + 1), d TEXT AS (a || 'x') VIRTUAL NOT NULL, e GENERATED ALWAYS AS (1));
CREATE TABLE t (a, b, PRIMARY KEY (a, b));
CREATE TABLE t (a, b, PRIMARY KEY (a DESC, b COLLATE NOCASE ASC) ON CONFLICT REPLACE, UNIQUE (b) ON CONFLICT IGNORE);
CREATE TABLE t (a INTEGER, PRIMARY KEY (a AUTOINCREMENT));
CREATE TABLE t (a, b, CONSTRAINT pk PRIMARY KEY (a), CONSTRAINT u UNIQUE (b), CHECK (a > b) ON CONFLICT FAIL, FOREIGN KEY (a) REFERENCES o (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE t (a, b, PRIMARY KEY (a) UNIQUE (b) CHECK (a));
CREATE TABLE t (a, FOREIGN KEY (a) REFERENCES o);
CREATE TABLE t (a, FOREIGN KEY (a, a) REFERENCES o (x, y) ON UPDATE CASCADE ON DELETE SET NULL);
CREATE TABLE t (a, CONSTRAINT x);
CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT;
CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE t (a TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE t (a TEXT PRIMARY KEY) without rowid, strict;
CREATE TABLE t AS SELECT 1 AS a;
CREATE TABLE IF NOT EXISTS t AS SELECT * FROM sqlite_schema;
CREATE TEMP TABLE t AS VALUES (1, 2), (3, 4);
CREATE TABLE t AS WITH x AS (SELECT 1) SELECT * FROM x;
-- begin
CREATE TABLE "new_Order" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, -- key
    "userId" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, /* when; */
    CONSTRAINT "Order_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
-- end
-- Names that are key words
CREATE TABLE t (key TEXT, action TEXT, value TEXT, "order" INT, desc TEXT, end TEXT, begin TEXT, no TEXT, row TEXT, rows TEXT, temp TEXT, view TEXT, plan TEXT, match TEXT);
CREATE TABLE t (abort, after, analyze, asc, attach, before, by, cascade, cast, conflict, database, deferred, detach, do, each, exclusive, explain, fail, for, ignore, immediate, initially, instead, key, of, offset, pragma, query, raise, recursive, reindex, release, rename, replace, restrict, rollback, savepoint, trigger, vacuum, virtual, with, without);
CREATE TABLE t (like, glob, regexp, current_date, current_time, current_timestamp, nulls, first, last, filter, over, window, partition, range, unbounded, preceding, following, groups, ties, others, exclude, current, materialized, always, generated);
CREATE TABLE t (cross INT, full INT, inner INT, left INT, natural INT, outer INT, right INT);
CREATE TABLE without (a);
CREATE TABLE t (generated, always, a generated, b INT GENERATED x AS (a), c GENERATED ALWAYS (3), d always);
-- Virtual tables
CREATE VIRTUAL TABLE search USING fts5(title, body, content='posts', tokenize = "unicode61 remove_diacritics 1");
CREATE VIRTUAL TABLE IF NOT EXISTS main.search USING fts4;
CREATE VIRTUAL TABLE geo USING rtree(id, minX, maxX, +extra TEXT, (nested (parens)));
CREATE VIRTUAL TABLE v USING m();
-- Indexes
CREATE INDEX i ON sqlite_schema (name);
CREATE UNIQUE INDEX IF NOT EXISTS main.i ON sqlite_schema (name, tbl_name DESC);
CREATE INDEX i ON sqlite_schema (name COLLATE NOCASE, lower(name), rootpage + 1 DESC, (sql)) WHERE type = 'table' AND name IS NOT NULL;
CREATE INDEX "i j" ON "sqlite_schema" ("name", 'sql', [type], `tbl_name`);
CREATE INDEX i ON sqlite_schema (name ASC);
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
-- Views
CREATE VIEW v AS SELECT 1;
CREATE VIEW IF NOT EXISTS main.v (a, b) AS SELECT 1, 2;
CREATE TEMP VIEW v AS SELECT * FROM sqlite_schema WHERE name = 'x' ORDER BY 1 LIMIT 5;
CREATE TEMPORARY VIEW v AS WITH x AS (SELECT 1) SELECT * FROM x UNION ALL SELECT 2;
CREATE VIEW v AS VALUES (1, 2);
-- Triggers
CREATE TRIGGER t AFTER INSERT ON o BEGIN SELECT 1; END;
CREATE TRIGGER IF NOT EXISTS main.t BEFORE UPDATE OF a, b ON o FOR EACH ROW WHEN new.a > old.a BEGIN UPDATE o SET c = 1 WHERE id = new.id; INSERT INTO log VALUES (new.id, old.a); DELETE FROM x WHERE y = old.id; SELECT RAISE(ABORT, 'no'); END;
CREATE TEMP TRIGGER t INSTEAD OF DELETE ON v BEGIN DELETE FROM o WHERE id = old.id; END;
CREATE TRIGGER t DELETE ON o BEGIN SELECT CASE WHEN old.a THEN RAISE(IGNORE) END; END;
CREATE TRIGGER t AFTER UPDATE ON o WHEN old.a IS NOT new.a BEGIN INSERT OR REPLACE INTO log (a) SELECT new.a FROM x WHERE true ON CONFLICT DO NOTHING; SELECT RAISE(ROLLBACK, 'x'), RAISE(FAIL, 'y'); END;
CREATE TRIGGER t INSERT ON o BEGIN REPLACE INTO log VALUES (1); END;
-- begin
CREATE TRIGGER "orders_ai" AFTER INSERT ON orders BEGIN
  INSERT INTO search (rowid, title) VALUES (new.id, new.title);
  -- a comment; with a semicolon
  UPDATE counts SET n = n + 1 WHERE name = 'orders;';
END;
INSERT INTO counts VALUES (1);
-- end
CREATE TRIGGER t AFTER INSERT ON o BEGIN UPDATE o SET a = (SELECT max(x) FROM y) FROM z WHERE z.id = new.id; END;
CREATE TRIGGER t AFTER INSERT ON o BEGIN SELECT CASE new.a WHEN 1 THEN 2 ELSE 3 END; UPDATE p SET end = 1; END;
-- Looks like an array, is a name in brackets
SELECT ARRAY[1];
CREATE TABLE t (a INT b INT);
