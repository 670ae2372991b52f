DELETE FROM fleet_audit_resource WHERE service = @service AND at_ms < @before
    AND NOT EXISTS (SELECT 1 FROM fleet_audit a WHERE a.position = fleet_audit_resource.position)
