/** The interviews, as the build has read them, as JSON: see src/setup/interviews.mjs. */
declare module 'virtual:interviews' {
  const text: string;
  export default text;
}
/** How each interview is loaded, by its id. */
declare module 'virtual:interview-bodies' {
  const bodies: Readonly<Record<string, () => Promise<{ readonly default: string }>>>;
  export default bodies;
}
