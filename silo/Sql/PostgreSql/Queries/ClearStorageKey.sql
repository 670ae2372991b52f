-- Records of the fleet are never cleared by grains.
SELECT NULL AS NewGrainStateVersion
