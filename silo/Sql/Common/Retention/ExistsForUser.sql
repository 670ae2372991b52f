SELECT count(*) FROM fleet_workspace WHERE service = @service AND directory = @directory AND user_name = @user
