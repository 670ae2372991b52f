-- All but state, sequence and fold is settled for life.
INSERT INTO fleet_workspace (service, id, account, directory, user_name, bundle, state, sequence, folded)
SELECT @service, id, account, directory, user_name, bundle, state, sequence, folded
FROM json_to_recordset(@rows::json) AS row
    (id text, account text, directory text, user_name text, bundle text, state text, sequence bigint, folded text)
ON CONFLICT (service, id) DO UPDATE SET state = excluded.state, sequence = excluded.sequence, folded = excluded.folded
