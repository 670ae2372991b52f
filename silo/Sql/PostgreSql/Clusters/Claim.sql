-- A silo that joins gets the proof that the cluster has; another cluster gets one of its own.
INSERT INTO fleet_cluster (name, claimed, proof) VALUES (@cluster, now(), @proof)
ON CONFLICT (only_one) DO UPDATE SET
    name = excluded.name,
    claimed = excluded.claimed,
    proof = CASE WHEN fleet_cluster.name = excluded.name THEN fleet_cluster.proof ELSE excluded.proof END
RETURNING proof
