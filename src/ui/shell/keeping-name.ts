/** The name under which this installation keeps things in the browser: two on one origin do not mix, so the folder is part of it. */
export const keepingName = `baton${new URL('.', location.href).pathname}`;
