/** Stops with one clear sentence on a Node that is too old, before anything newer is touched. */

// Import this module first. It and the modules beside it use nothing that an old Node cannot load,
// because a missing name would end the program before this sentence is printed.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `Baton needs Node 20.19 or newer, and this is Node ${process.versions.node}. Install a current Node and try again.\n`,
  );
  process.exit(1);
}
