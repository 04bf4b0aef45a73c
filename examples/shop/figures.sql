-- Figures of the shop after its last migration, one line each; the same query for PostgreSQL and SQLite.
SELECT 'customers', count(*), sum(loyalty_points), sum(length(first_name)), sum(length(last_name)), count(phone_number)
  FROM customers
UNION ALL
SELECT 'orders', count(*), sum(discount_bp), sum(status_id), sum(total_cents), sum(id) FROM orders
UNION ALL
SELECT 'order lines', count(*), sum(quantity), sum(price_cents), sum(order_id), 0 FROM order_items
UNION ALL
SELECT 'orders v2 ' || shipping_zone, count(*), sum(id), sum(customer_id), sum(total_cents), sum(length(ship_country))
  FROM orders_v2 GROUP BY shipping_zone
UNION ALL
SELECT 'payments', count(*), sum(amount_cents), sum(order_id), sum(length(method)), 0 FROM payments
UNION ALL
SELECT 'carts', count(*), sum(id), sum(customer_id), 0, 0 FROM carts
ORDER BY 1;
