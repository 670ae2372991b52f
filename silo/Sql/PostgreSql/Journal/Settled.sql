-- The newest line, and the transactions that write lines now. Each holds this lock from before it gets a position until after its lines
-- can be seen; transactions elsewhere, however long they run, are nobody's concern.
SELECT coalesce((SELECT max(position) FROM fleet_journal), 0),
       coalesce((SELECT string_agg(DISTINCT virtualtransaction, ' ')
                 FROM pg_locks
                 WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND relation = 'fleet_journal'::regclass
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())), '')
