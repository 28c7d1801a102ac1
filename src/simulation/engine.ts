/** The engine's version: part of every run hash, so that a link can say when another engine made another run. */
export const engine = 'baton-1';
