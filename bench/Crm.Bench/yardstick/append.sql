\set start random(0, 1)
\set known random(1, 20000)
with stream as (insert into yardstick.streams as s values (case when cast(:start as int) = 1 then gen_random_uuid() else lpad(to_hex(cast(:known as bigint)), 32, '0')::uuid end, 1) on conflict (id) do update set version = s.version + 1 returning id, version), event as (insert into yardstick.events (stream, version, data) select id, version, cast(:event as jsonb) from stream) insert into yardstick.outbox values (gen_random_uuid(), cast(:message as bytea));
