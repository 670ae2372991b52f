-- The newest line, the oldest transaction that still runs, and the next one to begin; of one snapshot.
SELECT coalesce((SELECT max(position) FROM fleet_journal), 0),
       pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
       pg_snapshot_xmax(pg_current_snapshot())::text::bigint
