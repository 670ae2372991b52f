-- All but state, sequence and fold is settled for life.
INSERT INTO fleet_workspace (service, id, account, directory, user_name, bundle, state, sequence, folded)
SELECT @service, value ->> 'id', value ->> 'account', value ->> 'directory', value ->> 'user_name', value ->> 'bundle', value ->> 'state',
       value ->> 'sequence', value ->> 'folded'
FROM json_each(@rows)
WHERE true
ON CONFLICT (service, id) DO UPDATE SET state = excluded.state, sequence = excluded.sequence, folded = excluded.folded
