/** What the build finds out about the built-in scenarios, as JSON: see src/setup/gallery.mjs. */
declare module 'virtual:gallery' {
  const text: string;
  export default text;
}
