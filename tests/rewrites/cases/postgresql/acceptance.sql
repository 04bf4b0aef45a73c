--- case email_verified
--- quiet
--- setup
CREATE TABLE users (id bigserial PRIMARY KEY, email text, created_at timestamptz NOT NULL DEFAULT now());
INSERT INTO users (email, created_at) SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE 'u' || i || '@example.org' END, date_trunc('day', now()) - i * interval '1 day' FROM generate_series(1, 60) i;
--- change
ALTER TABLE users ADD COLUMN email_verified BOOLEAN DEFAULT FALSE;
UPDATE users SET email_verified = TRUE WHERE email IS NOT NULL AND created_at < NOW() - INTERVAL '30 days';
ALTER TABLE users ALTER COLUMN email_verified SET NOT NULL;
