-- Discounts of half a percent are coming: a new required column, filled from the old one. Both are kept equal while
-- the old and the new version of the application run.

-- lockstep: using=discount_percent * 100
-- lockstep: reverse=discount_bp / 100
ALTER TABLE orders ADD COLUMN discount_bp integer;

UPDATE orders SET discount_bp = discount_percent * 100 WHERE discount_bp IS NULL;

ALTER TABLE orders ALTER COLUMN discount_bp SET NOT NULL;
