/** The panels under the stage, by name. */

/** The panels under the stage. */
export const panels = [
  'Score',
  'Log',
  'Lag',
  'Events',
  'Trace',
  'Outline',
  'Figures',
  'Groups',
  'Producers',
  'Settings',
  'Moments',
  'Hunt',
  'States',
] as const;
/** A panel under the stage. */
export type Panel = (typeof panels)[number];
/** The panels with the keys 1 to 9 and 0. The score has a letter of its own. */
export const numberedPanels = panels.filter((panel) => panel !== 'Score').slice(0, 10);
