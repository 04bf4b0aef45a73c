-- What the application has checked so far, the database checks from now on.

ALTER TABLE payments ADD CONSTRAINT payments_amount_positive CHECK (amount_cents > 0);
ALTER TABLE orders ADD CONSTRAINT orders_address_id_fkey FOREIGN KEY (address_id) REFERENCES addresses (id);
