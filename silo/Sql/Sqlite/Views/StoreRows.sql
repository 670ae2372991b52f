INSERT INTO fleet_workspace (service, id, account, directory, user_name, bundle, state, sequence, folded, fold, fold_sequence)
SELECT @service, value ->> 'id', value ->> 'account', value ->> 'directory', value ->> 'user_name', value ->> 'bundle', value ->> 'state',
       value ->> 'sequence', value ->> 'folded', @fold, value ->> 'sequence'
FROM json_each(@rows)
WHERE true
ON CONFLICT (service, id) DO UPDATE SET
    account = excluded.account, directory = excluded.directory, user_name = excluded.user_name, bundle = excluded.bundle, state = excluded.state,
    sequence = excluded.sequence, folded = excluded.folded, fold = excluded.fold, fold_sequence = excluded.fold_sequence
