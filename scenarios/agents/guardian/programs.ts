/** The guardian's name within a stack, and that of its program. */
export const GUARDIAN = 'guardian';

/** Where the guardian finds the program of an agent. Flat: folders of a volume would have to be made first. */
export const agentProgramPath = (agent: string): string => `/etc/supops/agent-${agent}.cjs`;
