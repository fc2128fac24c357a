-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "tenant" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "cluster_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(6),
    "expires_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secret" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "kek_id" TEXT NOT NULL,
    "wrapped_dek" BYTEA NOT NULL,
    "nonce" BYTEA NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "tag" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(6),

    CONSTRAINT "secret_pkey" PRIMARY KEY ("tenant_id","id","version")
);

-- CreateTable
CREATE TABLE "ssh_key" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "secret_id" UUID NOT NULL,
    "secret_version" INTEGER NOT NULL,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "external_ref" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ssh_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "host" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT,
    "port" INTEGER,
    "login" TEXT,
    "reached_through" UUID,
    "access" TEXT NOT NULL,
    "management" TEXT NOT NULL,
    "ssh_key_id" UUID,
    "offered_algorithm" TEXT,
    "offered_sha256" TEXT,
    "pinned_algorithm" TEXT,
    "pinned_sha256" TEXT,
    "pin_confirmed_by" TEXT,
    "pin_confirmed_at" TIMESTAMPTZ(6),
    "state" TEXT NOT NULL,
    "fence" BIGINT NOT NULL DEFAULT 0,
    "lease_owner" TEXT,
    "lease_until" TIMESTAMPTZ(6),
    "lease_task_id" UUID,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "external_ref" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "host_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fact" (
    "tenant_id" UUID NOT NULL,
    "host_id" UUID NOT NULL,
    "probe_id" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "exit_code" INTEGER NOT NULL,
    "stdout" TEXT NOT NULL,
    "stderr" TEXT NOT NULL,
    "observed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "fact_pkey" PRIMARY KEY ("tenant_id","host_id","probe_id")
);

-- CreateTable
CREATE TABLE "cluster" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "accepted_revision" INTEGER NOT NULL,
    "applied_revision" INTEGER,
    "ledger_version" BIGINT NOT NULL DEFAULT 0,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "external_ref" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revision" (
    "tenant_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "schema" INTEGER NOT NULL,
    "core" JSONB NOT NULL,
    "author" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "revision_pkey" PRIMARY KEY ("tenant_id","cluster_id","number")
);

-- CreateTable
CREATE TABLE "member" (
    "tenant_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "host_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "member_pkey" PRIMARY KEY ("tenant_id","cluster_id","host_id")
);

-- CreateTable
CREATE TABLE "network" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "cidr" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "network_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "address" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "host_id" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "address_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "database_server" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "host_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "login" TEXT NOT NULL,
    "secret_id" UUID NOT NULL,
    "secret_version" INTEGER NOT NULL,
    "reached_through" UUID,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "external_ref" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "database_server_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "uid" INTEGER NOT NULL,
    "gid" INTEGER NOT NULL,
    "database_server_id" UUID,
    "database_name" TEXT,
    "database_user" TEXT,
    "secret_id" UUID,
    "secret_version" INTEGER,
    "from_revision" INTEGER NOT NULL,
    "to_revision" INTEGER,
    "removal" TEXT,
    "state" TEXT NOT NULL,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "external_ref" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "acknowledgement" (
    "tenant_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "rule_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "acknowledged_by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "acknowledgement_pkey" PRIMARY KEY ("tenant_id","cluster_id","rule_id","subject")
);

-- CreateTable
CREATE TABLE "ledger" (
    "tenant_id" UUID NOT NULL,
    "host_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "input" JSONB NOT NULL,
    "revision" INTEGER NOT NULL,
    "origin" TEXT NOT NULL,
    "first_look" JSONB NOT NULL,
    "proved_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "ledger_pkey" PRIMARY KEY ("tenant_id","host_id","kind","key")
);

-- CreateTable
CREATE TABLE "operation" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "lock" TEXT NOT NULL,
    "lock_keys" TEXT[],
    "state" TEXT NOT NULL,
    "target_kind" TEXT NOT NULL,
    "target_id" UUID NOT NULL,
    "cluster_id" UUID,
    "revision" INTEGER,
    "on_failure" TEXT NOT NULL,
    "retry_of" UUID,
    "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "code_version" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "failure" JSONB,
    "deadline" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "operation_id" UUID NOT NULL,
    "host_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "fence" BIGINT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "crashes" INTEGER NOT NULL DEFAULT 0,
    "round_trips" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(6),
    "deadline" TIMESTAMPTZ(6) NOT NULL,
    "error_class" TEXT,
    "error" TEXT,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_need" (
    "tenant_id" UUID NOT NULL,
    "operation_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "needs_task_id" UUID NOT NULL,

    CONSTRAINT "task_need_pkey" PRIMARY KEY ("tenant_id","task_id","needs_task_id")
);

-- CreateTable
CREATE TABLE "step" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "operation_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "host_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "units" JSONB NOT NULL,
    "outcome" TEXT,
    "summary" TEXT NOT NULL DEFAULT '',
    "reports" JSONB NOT NULL DEFAULT '[]',
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "seq" BIGSERIAL NOT NULL,
    "tenant_id" UUID NOT NULL,
    "operation_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "task_id" UUID,
    "step_id" UUID,
    "host_id" UUID,
    "data" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "outbox" (
    "seq" BIGSERIAL NOT NULL,
    "tenant_id" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_until" TIMESTAMPTZ(6),
    "published_at" TIMESTAMPTZ(6),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "idempotency" (
    "tenant_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "mutation" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_pkey" PRIMARY KEY ("tenant_id","key")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "seq" BIGSERIAL NOT NULL,
    "tenant_id" UUID NOT NULL,
    "actor" TEXT NOT NULL,
    "mutation" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "operation_id" UUID,
    "target_kind" TEXT,
    "target_id" UUID,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "tenant_name_key" ON "tenant"("name");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_tenant_id_id_key" ON "api_token"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ssh_key_tenant_id_id_key" ON "ssh_key"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ssh_key_tenant_id_name_key" ON "ssh_key"("tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "ssh_key_tenant_id_external_ref_key" ON "ssh_key"("tenant_id", "external_ref");

-- CreateIndex
CREATE INDEX "host_lease_until_idx" ON "host"("lease_until");

-- CreateIndex
CREATE UNIQUE INDEX "host_tenant_id_id_key" ON "host"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "host_tenant_id_name_key" ON "host"("tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "host_tenant_id_external_ref_key" ON "host"("tenant_id", "external_ref");

-- CreateIndex
CREATE UNIQUE INDEX "cluster_tenant_id_id_key" ON "cluster"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "cluster_tenant_id_name_key" ON "cluster"("tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "cluster_tenant_id_external_ref_key" ON "cluster"("tenant_id", "external_ref");

-- CreateIndex
CREATE UNIQUE INDEX "member_tenant_id_host_id_key" ON "member"("tenant_id", "host_id");

-- CreateIndex
CREATE UNIQUE INDEX "network_tenant_id_cluster_id_name_key" ON "network"("tenant_id", "cluster_id", "name");

-- CreateIndex
CREATE INDEX "address_tenant_id_host_id_idx" ON "address"("tenant_id", "host_id");

-- CreateIndex
CREATE UNIQUE INDEX "address_tenant_id_cluster_id_address_key" ON "address"("tenant_id", "cluster_id", "address");

-- CreateIndex
CREATE UNIQUE INDEX "database_server_tenant_id_id_key" ON "database_server"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "database_server_tenant_id_name_key" ON "database_server"("tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "database_server_tenant_id_external_ref_key" ON "database_server"("tenant_id", "external_ref");

-- CreateIndex
CREATE UNIQUE INDEX "database_server_tenant_id_host_id_key" ON "database_server"("tenant_id", "host_id");

-- CreateIndex
CREATE INDEX "account_tenant_id_cluster_id_name_idx" ON "account"("tenant_id", "cluster_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "account_tenant_id_id_key" ON "account"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "account_tenant_id_external_ref_key" ON "account"("tenant_id", "external_ref");

-- CreateIndex
CREATE UNIQUE INDEX "account_tenant_id_cluster_id_uid_key" ON "account"("tenant_id", "cluster_id", "uid");

-- CreateIndex
CREATE INDEX "ledger_tenant_id_cluster_id_idx" ON "ledger"("tenant_id", "cluster_id");

-- CreateIndex
CREATE INDEX "operation_tenant_id_cluster_id_state_idx" ON "operation"("tenant_id", "cluster_id", "state");

-- CreateIndex
CREATE INDEX "operation_tenant_id_created_at_id_idx" ON "operation"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "operation_tenant_id_id_key" ON "operation"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "task_state_next_attempt_at_idx" ON "task"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "task_tenant_id_operation_id_position_idx" ON "task"("tenant_id", "operation_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "task_tenant_id_id_key" ON "task"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "task_need_tenant_id_needs_task_id_idx" ON "task_need"("tenant_id", "needs_task_id");

-- CreateIndex
CREATE INDEX "step_tenant_id_task_id_position_idx" ON "step"("tenant_id", "task_id", "position");

-- CreateIndex
CREATE INDEX "step_tenant_id_operation_id_idx" ON "step"("tenant_id", "operation_id");

-- CreateIndex
CREATE UNIQUE INDEX "step_tenant_id_id_key" ON "step"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "event_tenant_id_operation_id_number_key" ON "event"("tenant_id", "operation_id", "number");

-- CreateIndex
CREATE INDEX "outbox_published_at_seq_idx" ON "outbox"("published_at", "seq");

-- CreateIndex
CREATE INDEX "audit_entry_tenant_id_seq_idx" ON "audit_entry"("tenant_id", "seq");

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_tenant_id_cluster_id_fkey" FOREIGN KEY ("tenant_id", "cluster_id") REFERENCES "cluster"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "secret" ADD CONSTRAINT "secret_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "ssh_key" ADD CONSTRAINT "ssh_key_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "ssh_key" ADD CONSTRAINT "ssh_key_tenant_id_secret_id_secret_version_fkey" FOREIGN KEY ("tenant_id", "secret_id", "secret_version") REFERENCES "secret"("tenant_id", "id", "version") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "host" ADD CONSTRAINT "host_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "host" ADD CONSTRAINT "host_tenant_id_reached_through_fkey" FOREIGN KEY ("tenant_id", "reached_through") REFERENCES "host"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "host" ADD CONSTRAINT "host_tenant_id_ssh_key_id_fkey" FOREIGN KEY ("tenant_id", "ssh_key_id") REFERENCES "ssh_key"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "host" ADD CONSTRAINT "host_tenant_id_lease_task_id_fkey" FOREIGN KEY ("tenant_id", "lease_task_id") REFERENCES "task"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "fact" ADD CONSTRAINT "fact_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "fact" ADD CONSTRAINT "fact_tenant_id_host_id_fkey" FOREIGN KEY ("tenant_id", "host_id") REFERENCES "host"("tenant_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "cluster" ADD CONSTRAINT "cluster_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "cluster" ADD CONSTRAINT "cluster_tenant_id_id_accepted_revision_fkey" FOREIGN KEY ("tenant_id", "id", "accepted_revision") REFERENCES "revision"("tenant_id", "cluster_id", "number") ON DELETE RESTRICT ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED;

-- AddForeignKey
ALTER TABLE "cluster" ADD CONSTRAINT "cluster_tenant_id_id_applied_revision_fkey" FOREIGN KEY ("tenant_id", "id", "applied_revision") REFERENCES "revision"("tenant_id", "cluster_id", "number") ON DELETE RESTRICT ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED;

-- AddForeignKey
ALTER TABLE "revision" ADD CONSTRAINT "revision_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "revision" ADD CONSTRAINT "revision_tenant_id_cluster_id_fkey" FOREIGN KEY ("tenant_id", "cluster_id") REFERENCES "cluster"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_tenant_id_cluster_id_fkey" FOREIGN KEY ("tenant_id", "cluster_id") REFERENCES "cluster"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_tenant_id_host_id_fkey" FOREIGN KEY ("tenant_id", "host_id") REFERENCES "host"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "network" ADD CONSTRAINT "network_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "network" ADD CONSTRAINT "network_tenant_id_cluster_id_fkey" FOREIGN KEY ("tenant_id", "cluster_id") REFERENCES "cluster"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "address" ADD CONSTRAINT "address_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "address" ADD CONSTRAINT "address_tenant_id_cluster_id_fkey" FOREIGN KEY ("tenant_id", "cluster_id") REFERENCES "cluster"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "address" ADD CONSTRAINT "address_tenant_id_host_id_fkey" FOREIGN KEY ("tenant_id", "host_id") REFERENCES "host"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "database_server" ADD CONSTRAINT "database_server_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "database_server" ADD CONSTRAINT "database_server_tenant_id_host_id_fkey" FOREIGN KEY ("tenant_id", "host_id") REFERENCES "host"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "database_server" ADD CONSTRAINT "database_server_tenant_id_secret_id_secret_version_fkey" FOREIGN KEY ("tenant_id", "secret_id", "secret_version") REFERENCES "secret"("tenant_id", "id", "version") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "database_server" ADD CONSTRAINT "database_server_tenant_id_reached_through_fkey" FOREIGN KEY ("tenant_id", "reached_through") REFERENCES "host"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_tenant_id_cluster_id_fkey" FOREIGN KEY ("tenant_id", "cluster_id") REFERENCES "cluster"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_tenant_id_database_server_id_fkey" FOREIGN KEY ("tenant_id", "database_server_id") REFERENCES "database_server"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_tenant_id_secret_id_secret_version_fkey" FOREIGN KEY ("tenant_id", "secret_id", "secret_version") REFERENCES "secret"("tenant_id", "id", "version") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_tenant_id_cluster_id_from_revision_fkey" FOREIGN KEY ("tenant_id", "cluster_id", "from_revision") REFERENCES "revision"("tenant_id", "cluster_id", "number") ON DELETE RESTRICT ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_tenant_id_cluster_id_to_revision_fkey" FOREIGN KEY ("tenant_id", "cluster_id", "to_revision") REFERENCES "revision"("tenant_id", "cluster_id", "number") ON DELETE RESTRICT ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED;

-- AddForeignKey
ALTER TABLE "acknowledgement" ADD CONSTRAINT "acknowledgement_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "acknowledgement" ADD CONSTRAINT "acknowledgement_tenant_id_cluster_id_fkey" FOREIGN KEY ("tenant_id", "cluster_id") REFERENCES "cluster"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_tenant_id_host_id_fkey" FOREIGN KEY ("tenant_id", "host_id") REFERENCES "host"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_tenant_id_cluster_id_fkey" FOREIGN KEY ("tenant_id", "cluster_id") REFERENCES "cluster"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_tenant_id_cluster_id_revision_fkey" FOREIGN KEY ("tenant_id", "cluster_id", "revision") REFERENCES "revision"("tenant_id", "cluster_id", "number") ON DELETE RESTRICT ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED;

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_tenant_id_cluster_id_fkey" FOREIGN KEY ("tenant_id", "cluster_id") REFERENCES "cluster"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_tenant_id_cluster_id_revision_fkey" FOREIGN KEY ("tenant_id", "cluster_id", "revision") REFERENCES "revision"("tenant_id", "cluster_id", "number") ON DELETE RESTRICT ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED;

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_tenant_id_retry_of_fkey" FOREIGN KEY ("tenant_id", "retry_of") REFERENCES "operation"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_tenant_id_operation_id_fkey" FOREIGN KEY ("tenant_id", "operation_id") REFERENCES "operation"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_tenant_id_host_id_fkey" FOREIGN KEY ("tenant_id", "host_id") REFERENCES "host"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "task_need" ADD CONSTRAINT "task_need_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "task_need" ADD CONSTRAINT "task_need_tenant_id_operation_id_fkey" FOREIGN KEY ("tenant_id", "operation_id") REFERENCES "operation"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "task_need" ADD CONSTRAINT "task_need_tenant_id_task_id_fkey" FOREIGN KEY ("tenant_id", "task_id") REFERENCES "task"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "task_need" ADD CONSTRAINT "task_need_tenant_id_needs_task_id_fkey" FOREIGN KEY ("tenant_id", "needs_task_id") REFERENCES "task"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "step" ADD CONSTRAINT "step_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "step" ADD CONSTRAINT "step_tenant_id_operation_id_fkey" FOREIGN KEY ("tenant_id", "operation_id") REFERENCES "operation"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "step" ADD CONSTRAINT "step_tenant_id_task_id_fkey" FOREIGN KEY ("tenant_id", "task_id") REFERENCES "task"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "step" ADD CONSTRAINT "step_tenant_id_host_id_fkey" FOREIGN KEY ("tenant_id", "host_id") REFERENCES "host"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_tenant_id_operation_id_fkey" FOREIGN KEY ("tenant_id", "operation_id") REFERENCES "operation"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_tenant_id_task_id_fkey" FOREIGN KEY ("tenant_id", "task_id") REFERENCES "task"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_tenant_id_step_id_fkey" FOREIGN KEY ("tenant_id", "step_id") REFERENCES "step"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_tenant_id_host_id_fkey" FOREIGN KEY ("tenant_id", "host_id") REFERENCES "host"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "idempotency" ADD CONSTRAINT "idempotency_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_tenant_id_operation_id_fkey" FOREIGN KEY ("tenant_id", "operation_id") REFERENCES "operation"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;


-- What Prisma's schema cannot say: partial indexes, nulls that count as equal, and when a constraint is checked. A revision
-- and what it brings are written by one transaction, in any order: above, keys that point to a revision are checked at commit.

-- Two hosts of a tenant never share an endpoint; a host without SSH has none. Only a null jump host equals another one.
CREATE UNIQUE INDEX "host_endpoint_key" ON "host"("tenant_id", "reached_through", "address", "port") NULLS NOT DISTINCT WHERE "address" IS NOT NULL;

-- A name is free again once its account is deleted; its UID is not, since files may still carry it.
CREATE UNIQUE INDEX "account_live_name_key" ON "account"("tenant_id", "cluster_id", "name") WHERE "to_revision" IS NULL;
