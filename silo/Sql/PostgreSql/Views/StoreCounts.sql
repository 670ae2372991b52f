INSERT INTO fleet_workspace_count (service, account, directory, zone, mode, state, connected, number)
SELECT @service, account, directory, zone, mode, state, connected, number
FROM json_to_recordset(@counts::json) AS row
    (account text, directory text, zone text, mode text, state text, connected boolean, number bigint)
ON CONFLICT (service, account, directory, zone, mode, state, connected)
    DO UPDATE SET number = fleet_workspace_count.number + excluded.number
