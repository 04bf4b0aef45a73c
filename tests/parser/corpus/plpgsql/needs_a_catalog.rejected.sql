-- Types are looked at by the server only.
DO $$ DECLARE x int int; BEGIN NULL; END $$
