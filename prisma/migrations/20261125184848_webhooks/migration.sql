-- AlterTable
ALTER TABLE "operation" ADD COLUMN     "announced" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "kinds" TEXT[],
    "state" TEXT NOT NULL,
    "disabled_reason" TEXT,
    "disabled_at" TIMESTAMPTZ(6),
    "secret_id" UUID NOT NULL,
    "secret_version" INTEGER NOT NULL,
    "former_secret_id" UUID,
    "former_secret_version" INTEGER,
    "former_secret_until" TIMESTAMPTZ(6),
    "failing_since" TIMESTAMPTZ(6),
    "failures_in_row" INTEGER NOT NULL DEFAULT 0,
    "paused_until" TIMESTAMPTZ(6),
    "heartbeat_minutes" INTEGER,
    "next_heartbeat_at" TIMESTAMPTZ(6),
    "labels" JSONB NOT NULL DEFAULT '{}',
    "external_ref" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_message" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "operation_id" UUID,
    "sequence" INTEGER,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "webhook_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(6),
    "claimed_by" TEXT,
    "claimed_until" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_attempt" (
    "tenant_id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "finished_at" TIMESTAMPTZ(6),
    "duration_ms" INTEGER,
    "status" INTEGER,
    "reply" TEXT,
    "error" TEXT,

    CONSTRAINT "webhook_attempt_pkey" PRIMARY KEY ("tenant_id","delivery_id","number")
);

-- CreateIndex
CREATE INDEX "webhook_endpoint_next_heartbeat_at_idx" ON "webhook_endpoint"("next_heartbeat_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_endpoint_tenant_id_id_key" ON "webhook_endpoint"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_endpoint_tenant_id_external_ref_key" ON "webhook_endpoint"("tenant_id", "external_ref");

-- CreateIndex
CREATE INDEX "webhook_message_tenant_id_at_idx" ON "webhook_message"("tenant_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_message_tenant_id_id_key" ON "webhook_message"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "webhook_delivery_tenant_id_message_id_idx" ON "webhook_delivery"("tenant_id", "message_id");

-- CreateIndex
CREATE INDEX "webhook_delivery_endpoint_id_state_next_attempt_at_idx" ON "webhook_delivery"("endpoint_id", "state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "webhook_delivery_endpoint_id_claimed_until_idx" ON "webhook_delivery"("endpoint_id", "claimed_until");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_tenant_id_id_key" ON "webhook_delivery"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_tenant_id_endpoint_id_message_id_key" ON "webhook_delivery"("tenant_id", "endpoint_id", "message_id");

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_tenant_id_secret_id_secret_version_fkey" FOREIGN KEY ("tenant_id", "secret_id", "secret_version") REFERENCES "secret"("tenant_id", "id", "version") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_tenant_id_former_secret_id_former_secret__fkey" FOREIGN KEY ("tenant_id", "former_secret_id", "former_secret_version") REFERENCES "secret"("tenant_id", "id", "version") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "webhook_message" ADD CONSTRAINT "webhook_message_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "webhook_message" ADD CONSTRAINT "webhook_message_tenant_id_operation_id_fkey" FOREIGN KEY ("tenant_id", "operation_id") REFERENCES "operation"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_tenant_id_endpoint_id_fkey" FOREIGN KEY ("tenant_id", "endpoint_id") REFERENCES "webhook_endpoint"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_tenant_id_message_id_fkey" FOREIGN KEY ("tenant_id", "message_id") REFERENCES "webhook_message"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_tenant_id_delivery_id_fkey" FOREIGN KEY ("tenant_id", "delivery_id") REFERENCES "webhook_delivery"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;


