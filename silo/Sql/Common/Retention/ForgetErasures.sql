DELETE FROM fleet_erasure WHERE service = @service AND made_at < @before
