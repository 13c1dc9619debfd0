drop schema if exists yardstick cascade;
create schema yardstick;
create table yardstick.streams (id uuid primary key, version bigint not null);
create table yardstick.events (seq bigserial primary key, stream uuid not null, version bigint not null, data jsonb not null, unique (stream, version));
create table yardstick.outbox (id uuid primary key, body bytea not null);
create table yardstick.rows (id int primary key, data text not null);
-- Half of the appends find their stream here, half start one: the share stays the same however long the run lasts.
insert into yardstick.streams select lpad(to_hex(n), 32, '0')::uuid, 0 from generate_series(1, 20000) n;
insert into yardstick.rows select n, (select string_agg(md5(n::text || m), '') from generate_series(1, 32) m) from generate_series(1, 20000) n;
vacuum analyze yardstick.streams, yardstick.rows;
