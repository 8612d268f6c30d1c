// The story.
export const steps = {};
