-- The back office lists orders by date and looks products up by order line. Both tables are large.

CREATE INDEX orders_placed_at_idx ON orders (placed_at);
CREATE INDEX order_items_product_id_idx ON order_items (product_id) WHERE quantity > 1;
