-- What the others serve: views of the same tables, and the same rows for a mutation. PostGraphile reads the comments.
CREATE SCHEMA rival;

CREATE VIEW rival.cluster AS
  SELECT c.id, c.name, c.state, r.core->'userStorage'->>'mode' AS storage_mode, r.core->'userStorage'->>'exportPath' AS storage_path
  FROM public.cluster c
  JOIN public.revision r ON r.tenant_id = c.tenant_id AND r.cluster_id = c.id AND r.number = c.accepted_revision;
CREATE VIEW rival.host AS
  SELECT h.id, m.cluster_id, h.name, h.state, m.position
  FROM public.host h JOIN public.member m ON m.tenant_id = h.tenant_id AND m.host_id = h.id;
CREATE VIEW rival.address AS SELECT a.id, a.host_id, a.address, a.purpose, a.position FROM public.address a;

COMMENT ON VIEW rival.cluster IS E'@primaryKey id\n@unique name';
COMMENT ON VIEW rival.host IS E'@primaryKey id\n@foreignKey (cluster_id) references rival.cluster (id)|@fieldName cluster|@foreignFieldName hosts';
COMMENT ON VIEW rival.address IS E'@primaryKey id\n@foreignKey (host_id) references rival.host (id)|@fieldName host|@foreignFieldName addresses';

CREATE FUNCTION rival.begin_operation(nothing uuid, host_ids uuid[]) RETURNS uuid LANGUAGE sql AS $$
  WITH tenant AS (SELECT id FROM public.tenant WHERE name = 'bench')
  INSERT INTO public.operation (id, tenant_id, kind, lock, lock_keys, state, target_kind, target_id, on_failure, code_version, requested_by, deadline)
  SELECT gen_random_uuid(), tenant.id, 'OBSERVE_HOSTS', 'NONE', '{}', 'PENDING', 'Host', host_ids[1], 'HOLD', '0', 'bench', now() + interval '30 minutes'
  FROM tenant RETURNING id
$$;
CREATE FUNCTION rival.add_tasks(operation uuid, host_ids uuid[]) RETURNS uuid LANGUAGE sql AS $$
  WITH tenant AS (SELECT id FROM public.tenant WHERE name = 'bench'), made AS (
    INSERT INTO public.task (id, tenant_id, operation_id, host_id, kind, phase, position, asks, state, deadline)
    SELECT gen_random_uuid(), tenant.id, operation, h.id, 'OBSERVE', 'PREPARE', h.position, '[]', 'READY', now() + interval '30 minutes'
    FROM tenant, unnest(host_ids) WITH ORDINALITY AS h(id, position) RETURNING id, tenant_id)
  INSERT INTO public.outbox (tenant_id, topic, payload)
  SELECT tenant_id, 'task', jsonb_build_object('tenantId', tenant_id, 'taskId', id) FROM made;
  SELECT operation
$$;
CREATE FUNCTION rival.end_operation(operation uuid, host_ids uuid[]) RETURNS uuid LANGUAGE sql AS $$
  WITH tenant AS (SELECT id FROM public.tenant WHERE name = 'bench'), event AS (
    INSERT INTO public.event (tenant_id, operation_id, number, kind, data)
    SELECT id, operation, 1, 'operation.accepted', '{"kind": "OBSERVE_HOSTS", "tasks": 20}' FROM tenant), entry AS (
    INSERT INTO public.audit_entry (tenant_id, actor, mutation, input, operation_id, target_kind, target_id)
    SELECT id, 'bench', 'observeHosts', jsonb_build_object('hostIds', host_ids), operation, 'Host', host_ids[1] FROM tenant)
  INSERT INTO public.idempotency (tenant_id, key, mutation, request_hash, result)
  SELECT id, operation::text, 'observeHosts', md5(operation::text), jsonb_build_object('operation', operation) FROM tenant;
  SELECT pg_notify('hostwright_bench', '');
  SELECT operation
$$;
-- All of it at once: what cannot be had for less.
CREATE FUNCTION rival.observe(host_ids uuid[]) RETURNS uuid LANGUAGE plpgsql AS $$
  DECLARE operation uuid := rival.begin_operation(NULL, host_ids);
  BEGIN
    PERFORM rival.add_tasks(operation, host_ids);
    RETURN rival.end_operation(operation, host_ids);
  END
$$;
