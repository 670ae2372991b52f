INSERT INTO fleet_workspace (service, id, account, directory, user_name, bundle, state, sequence, folded, fold, fold_sequence)
SELECT @service, id, account, directory, user_name, bundle, state, sequence, folded, @fold, sequence
FROM json_to_recordset(@rows::json) AS row
    (id text, account text, directory text, user_name text, bundle text, state text, sequence bigint, folded text)
ON CONFLICT (service, id) DO UPDATE SET
    account = excluded.account, directory = excluded.directory, user_name = excluded.user_name, bundle = excluded.bundle, state = excluded.state,
    sequence = excluded.sequence, folded = excluded.folded, fold = excluded.fold, fold_sequence = excluded.fold_sequence
