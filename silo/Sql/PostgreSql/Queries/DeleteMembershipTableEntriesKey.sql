DELETE FROM fleet_member WHERE cluster = @DeploymentId;
DELETE FROM fleet_membership_version WHERE cluster = @DeploymentId
