DELETE FROM fleet_workspace_count WHERE service = @service AND number = 0
