UPDATE fleet_terminated SET user_name = @pseudonym WHERE service = @service AND directory = @directory AND user_name = @user
