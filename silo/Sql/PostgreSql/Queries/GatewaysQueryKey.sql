SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
FROM fleet_member
WHERE cluster = @DeploymentId AND status = @Status AND proxy_port > 0
