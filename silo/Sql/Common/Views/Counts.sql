SELECT account, directory, zone, mode, state, connected, number FROM fleet_workspace_count WHERE service = @service AND number > 0
