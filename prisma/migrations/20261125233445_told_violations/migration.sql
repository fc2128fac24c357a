-- CreateTable
CREATE TABLE "told_violation" (
    "tenant_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "rule_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "told_violation_pkey" PRIMARY KEY ("tenant_id","cluster_id","rule_id","subject")
);

-- AddForeignKey
ALTER TABLE "told_violation" ADD CONSTRAINT "told_violation_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "told_violation" ADD CONSTRAINT "told_violation_tenant_id_cluster_id_fkey" FOREIGN KEY ("tenant_id", "cluster_id") REFERENCES "cluster"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;


