-- Ten points for every customer, exactly once: running this twice would be noticed.

UPDATE customers SET loyalty_points = loyalty_points + 10;
