SELECT id FROM fleet_workspace WHERE service = @service AND (fold <> @fold OR fold_sequence <> sequence) ORDER BY id LIMIT @limit
