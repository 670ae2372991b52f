DELETE FROM fleet_journal WHERE service = @service AND position <= @until
