WITH gone AS
(
    SELECT id, at FROM json_to_recordset(@gone::json) AS row (id text, at timestamptz)
),
dropped AS
(
    DELETE FROM fleet_workspace USING gone WHERE service = @service AND fleet_workspace.id = gone.id
    RETURNING fleet_workspace.id, directory, user_name, gone.at
)
INSERT INTO fleet_terminated (service, id, directory, user_name, at)
SELECT @service, id, directory, user_name, at FROM dropped
ON CONFLICT DO NOTHING
