/** The lessons, as the build has read them, as JSON: see src/setup/lessons.mjs. */
declare module 'virtual:lessons' {
  const text: string;
  export default text;
}
/** How each lesson is loaded, by its id. */
declare module 'virtual:lesson-bodies' {
  const bodies: Readonly<Record<string, () => Promise<{ readonly default: string }>>>;
  export default bodies;
}
