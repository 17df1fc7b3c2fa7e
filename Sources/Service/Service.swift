// Placeholder of the skeleton; replaced by the target's own files.
