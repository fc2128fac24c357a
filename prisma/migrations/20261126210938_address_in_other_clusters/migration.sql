-- Rules ask in which clusters of the tenant an address is declared.
CREATE INDEX "address_tenant_id_address_idx" ON "address"("tenant_id", "address");
