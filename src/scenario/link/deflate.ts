/** Making bytes few and many again: what a link needs of the platform, and the platform's own way to give it. */

/** Compresses and restores, piece by piece, so that the receiver can stop at a limit. */
export interface Deflate {
  deflate(bytes: Uint8Array): AsyncIterable<Uint8Array>;
  inflate(bytes: Uint8Array): AsyncIterable<Uint8Array>;
}

/** A transforming stream of the platform, as far as it is used here. */
interface Transformer {
  readonly readable: {
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
      cancel(): Promise<void>;
    };
  };
  readonly writable: {
    getWriter(): {
      write(bytes: Uint8Array): Promise<void>;
      close(): Promise<void>;
      abort(): Promise<void>;
    };
  };
}

/** Where the streams are found: `globalThis`. */
export interface Streams {
  readonly CompressionStream: new (format: 'deflate-raw') => unknown;
  readonly DecompressionStream: new (format: 'deflate-raw') => unknown;
}

/** Few enough that a piece of a bomb stays small: one deflated byte becomes about a thousand at most. */
const inflatedAtOnce = 256;
const deflatedAtOnce = 65_536;

/** The compression that browsers and Node bring along. */
export function platformDeflate(streams: Streams): Deflate {
  // Safe: the platform's streams have these members and more; their full types belong to the page.
  const transformer = (stream: unknown) => stream as Transformer;
  return {
    deflate: (bytes) =>
      passed(transformer(new streams.CompressionStream('deflate-raw')), bytes, deflatedAtOnce),
    inflate: (bytes) =>
      passed(transformer(new streams.DecompressionStream('deflate-raw')), bytes, inflatedAtOnce),
  };
}

async function* passed(
  { readable, writable }: Transformer,
  bytes: Uint8Array,
  atOnce: number,
): AsyncGenerator<Uint8Array> {
  const reader = readable.getReader();
  const writer = writable.getWriter();
  let isOver = false;
  const writing = (async () => {
    for (let from = 0; from < bytes.length && !isOver; from += atOnce)
      await writer.write(bytes.slice(from, from + atOnce));
    if (!isOver) await writer.close();
  })();
  // What is wrong with the bytes is told to the reader as well, and there it is listened to.
  writing.catch(() => undefined);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value !== undefined) yield value;
    }
  } finally {
    isOver = true;
    await reader.cancel().catch(() => undefined);
    await writer.abort().catch(() => undefined);
  }
}
