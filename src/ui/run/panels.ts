/** The panels under the stage, by name. */

/** The panels under the stage, in the order of their tabs and keys. */
export const panels = [
  'Score',
  'Log',
  'Lag',
  'Trace',
  'States',
  'Dead letters',
  'Promises',
  'Diff',
  'Events',
  'Outline',
  'Groups',
  'Producers',
  'Settings',
  'Moments',
  'Hunt',
] as const;
/** A panel under the stage. */
export type Panel = (typeof panels)[number];
/** The panels with the keys 1 to 9 and 0. The score has a letter of its own. */
export const numberedPanels: readonly Panel[] = panels
  .filter((panel) => panel !== 'Score')
  .slice(0, 10);
/** The panels that show all styles on view, or what is the same in all of them. */
export const panelsOfAll: readonly Panel[] = [
  ...(['Score', 'Lag', 'Promises', 'Diff', 'Settings', 'Moments', 'Hunt'] as const),
];
