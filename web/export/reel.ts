// Where a film is written to: into a blob, piece by piece, which a browser may keep on disk. Only the newest
// piece is in memory, however long the film.

/** How much is gathered before it becomes part of the blob. */
const PIECE_BYTES = 8 * 1024 * 1024;

/** Bytes at a place. What lies there already is written over. */
export interface Written {
  data: Uint8Array<ArrayBuffer>;
  position: number;
}

export interface Reel {
  writable: WritableStream<Written>;
  blob(type: string): Blob;
}

export function openReel(pieceBytes = PIECE_BYTES): Reel {
  let kept = new Blob([]);
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const gather = () => {
    kept = new Blob([kept, ...pieces]);
    pieces = [];
  };
  const write = ({ data, position }: Written) => {
    if (position > length) {
      throw new RangeError(`A film of ${length} bytes cannot go on at byte ${position}`);
    }
    if (position === length) {
      pieces.push(data);
    } else {
      // How long it is, and where what lies, is known only at the end.
      gather();
      const rest = kept.slice(position + data.length);
      kept = new Blob([kept.slice(0, position), data, rest]);
    }
    length = Math.max(length, position + data.length);
    if (length - kept.size > pieceBytes) gather();
  };
  return {
    writable: new WritableStream({ write }),
    blob(type) {
      gather();
      return new Blob([kept], { type });
    },
  };
}
