-- CreateTable
CREATE TABLE "vantage" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "host_id" UUID NOT NULL,
    "source_address" TEXT NOT NULL,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "external_ref" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "vantage_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "vantage_tenant_id_id_key" ON "vantage"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "vantage_tenant_id_name_key" ON "vantage"("tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "vantage_tenant_id_host_id_key" ON "vantage"("tenant_id", "host_id");

-- CreateIndex
CREATE UNIQUE INDEX "vantage_tenant_id_external_ref_key" ON "vantage"("tenant_id", "external_ref");

-- AddForeignKey
ALTER TABLE "vantage" ADD CONSTRAINT "vantage_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "vantage" ADD CONSTRAINT "vantage_tenant_id_host_id_fkey" FOREIGN KEY ("tenant_id", "host_id") REFERENCES "host"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;


