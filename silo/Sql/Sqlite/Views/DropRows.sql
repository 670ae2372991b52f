INSERT INTO fleet_terminated (service, id, directory, user_name, at)
SELECT @service, row.id, row.directory, row.user_name, gone.value ->> 'at'
FROM json_each(@gone) AS gone
JOIN fleet_workspace AS row ON row.service = @service AND row.id = gone.value ->> 'id'
WHERE true
ON CONFLICT DO NOTHING;

DELETE FROM fleet_workspace
WHERE service = @service AND id IN (SELECT gone.value ->> 'id' FROM json_each(@gone) AS gone)
