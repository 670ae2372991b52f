DELETE FROM fleet_audit WHERE service = @service AND at_ms <= @until
