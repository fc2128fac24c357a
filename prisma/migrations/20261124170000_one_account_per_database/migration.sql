-- What Prisma's schema cannot say: partial indexes, and nulls that count as equal.

-- On one server, whatever clusters use it, every database and every user belongs to one account.
CREATE UNIQUE INDEX "account_live_database_name_key" ON "account"("tenant_id", "database_server_id", "database_name") WHERE "to_revision" IS NULL;
CREATE UNIQUE INDEX "account_live_database_user_key" ON "account"("tenant_id", "database_server_id", "database_user") WHERE "to_revision" IS NULL;

-- A tenant registers a server once. Behind another jump host the same private address may be another server, as with hosts.
-- The condition always holds; only an index with one is none of Prisma's business.
CREATE UNIQUE INDEX "database_server_endpoint_key" ON "database_server"("tenant_id", "reached_through", "address", "port") NULLS NOT DISTINCT WHERE "address" IS NOT NULL;
