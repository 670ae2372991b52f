-- Bundles are found by their ids: two of one account can have the same name.
UPDATE fleet_workspace SET bundle = folded ->> '$.identity.bundle.id';
