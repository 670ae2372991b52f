SELECT id FROM fleet_terminated WHERE service = @service AND directory = @directory AND user_name = @user
