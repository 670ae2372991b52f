INSERT INTO fleet_workspace_count (service, account, directory, zone, mode, state, connected, number)
SELECT @service, value ->> 'account', value ->> 'directory', value ->> 'zone', value ->> 'mode', value ->> 'state', value ->> 'connected', value ->> 'number'
FROM json_each(@counts)
WHERE true
ON CONFLICT (service, account, directory, zone, mode, state, connected)
    DO UPDATE SET number = number + excluded.number
