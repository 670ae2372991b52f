INSERT INTO fleet_erasure (service, operation, made_at) VALUES (@service, @operation, @madeAt)
