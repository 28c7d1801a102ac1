/** The bounds on links: one table, so that writing and reading agree and a test sees all of it. */

/** What a link may hold at most. */
export const linkLimits = {
  /** Letters of the fragment, without its hash sign. */
  letters: 16_384,
  /** Bytes after inflating. */
  plainBytes: 262_144,
  /** From so many bytes on, what is inflated may be at most so many times what it was made of. */
  ratioFrom: 102_400,
  ratio: 100,
  actions: 200,
  rows: 2_000_000,
  figures: 24,
  figure: 1_000_000_000_000,
} as const;
