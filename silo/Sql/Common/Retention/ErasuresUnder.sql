SELECT count(*) FROM fleet_erasure WHERE service = @service AND operation = @operation
