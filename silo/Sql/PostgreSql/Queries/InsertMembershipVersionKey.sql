WITH inserted AS
(
    INSERT INTO fleet_membership_version (cluster, version) VALUES (@DeploymentId, 0)
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT EXISTS (SELECT 1 FROM inserted)
