DELETE FROM fleet_audit_resource WHERE service = @service AND at_ms <= @until
