"""Where text comes in: files, archives and pipes as lines, unpacked and decoded safely."""
