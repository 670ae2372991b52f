SELECT id, sequence, folded FROM fleet_workspace
WHERE service = @service AND id IN (SELECT value FROM json_each(@ids))
