-- Discounts of half a percent are coming: a new column, filled from the old one. Both are kept equal while the old and
-- the new version of the application run. (SQLite has no SET NOT NULL.)

-- lockstep: using=discount_percent * 100
-- lockstep: reverse=discount_bp / 100
ALTER TABLE orders ADD COLUMN discount_bp INTEGER;

UPDATE orders SET discount_bp = discount_percent * 100 WHERE discount_bp IS NULL;
