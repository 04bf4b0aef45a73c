-- First and last name get columns of their own. full_name stays until the release after next.

ALTER TABLE customers ADD COLUMN first_name TEXT;
ALTER TABLE customers ADD COLUMN last_name TEXT;

UPDATE customers
   SET first_name = substr(full_name, 1, instr(full_name || ' ', ' ') - 1),
       last_name = substr(full_name, instr(full_name || ' ', ' ') + 1);
