-- Transactions
BEGIN DEFERRED TRANSACTION;
BEGIN IMMEDIATE TRANSACTION;
BEGIN EXCLUSIVE;
BEGIN TRANSACTION "name";
BEGIN IMMEDIATE TRANSACTION x;
COMMIT TRANSACTION x;
END TRANSACTION x;
ROLLBACK TRANSACTION x;
ROLLBACK TO SAVEPOINT s;
ROLLBACK TRANSACTION TO s;
ROLLBACK TRANSACTION x TO SAVEPOINT s;
SAVEPOINT "s t";
SAVEPOINT 's';
RELEASE "s t";
RELEASE SAVEPOINT s;
BEGIN; SELECT 1; COMMIT;
-- PRAGMA, ATTACH and the rest
PRAGMA user_version;
PRAGMA main.user_version;
PRAGMA user_version = 7;
PRAGMA user_version(7);
PRAGMA cache_size = -4000;
PRAGMA cache_size = +4000;
PRAGMA journal_mode = WAL;
PRAGMA journal_mode = 'wal';
PRAGMA synchronous = NORMAL;
PRAGMA foreign_keys = 1;
PRAGMA foreign_keys(on);
PRAGMA foreign_keys = no;
PRAGMA temp_store = DEFAULT;
PRAGMA journal_mode = DELETE;
PRAGMA secure_delete = ON;
PRAGMA auto_vacuum = FULL;
PRAGMA table_info(o);
PRAGMA table_info("o");
PRAGMA main.table_xinfo('o');
PRAGMA index_list(o);
PRAGMA wal_checkpoint(TRUNCATE);
PRAGMA busy_timeout = 5000.5;
PRAGMA integrity_check(10);
PRAGMA optimize = 0x10;
PRAGMA foreign_key_list([o]);
PRAGMA x == 1;
ATTACH 'file.db' AS other;
ATTACH DATABASE 'file.db' AS 'other';
ATTACH 'a' || 'b' AS "c";
ATTACH ? AS ?;
ATTACH DATABASE 'file.db' AS other KEY 'secret';
DETACH "other";
DETACH DATABASE 'other';
VACUUM main;
VACUUM INTO 'copy.db';
VACUUM main INTO 'copy' || '.db';
VACUUM FULL;
ANALYZE o;
ANALYZE main;
ANALYZE main.o;
ANALYZE "o";
REINDEX o;
REINDEX main.o;
REINDEX nocase;
EXPLAIN VACUUM;
EXPLAIN ANALYZE;
;
;;
SELECT 1;; SELECT 2;
-- begin
/* a file's head; with a semicolon */
-- and a line
SELECT 1; -- behind
SELECT 2
-- end
