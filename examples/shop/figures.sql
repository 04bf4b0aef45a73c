-- Figures of the shop after its last migration, one a line; the same query for PostgreSQL and SQLite.
SELECT 'customers', count(*) FROM customers
UNION ALL SELECT 'customers with a phone number', count(phone_number) FROM customers
UNION ALL SELECT 'letters in first names', sum(length(first_name)) FROM customers
UNION ALL SELECT 'letters in last names', sum(length(last_name)) FROM customers
UNION ALL SELECT 'loyalty points', sum(loyalty_points) FROM customers
UNION ALL SELECT 'orders', count(*) FROM orders
UNION ALL SELECT 'orders, sum of discounts in basis points', sum(discount_bp) FROM orders
UNION ALL SELECT 'orders, sum of status ids', sum(status_id) FROM orders
UNION ALL SELECT 'orders v2, zone ' || shipping_zone, count(*) FROM orders_v2 GROUP BY shipping_zone
UNION ALL SELECT 'orders v2, turnover', sum(total_cents) FROM orders_v2
UNION ALL SELECT 'order lines, sum of order ids', sum(order_id) FROM order_items
UNION ALL SELECT 'payments', sum(amount_cents) FROM payments
UNION ALL SELECT 'carts that are not stale', count(*) FROM carts
ORDER BY 1;
