// The WebM container, as far as one silent VP9 track needs it: header, track, clusters, and cues to seek by.

export interface Packet {
  readonly isKey: boolean;
  /** The frame's number. */
  readonly index: number;
  readonly data: Uint8Array;
}

export interface Track {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}

/** Milliseconds: the unit of every time in the file. */
const SCALE = 1_000_000;

/** A whole file. Each cluster begins with a key frame, so `packets` must too. */
export function muxWebm({ width, height, fps }: Track, packets: readonly Packet[]): Uint8Array {
  const timeOf = (index: number) => Math.round((index * 1000) / fps);
  const head = element(0x1a45dfa3, [
    element(0x4286, uint(1)),
    element(0x42f7, uint(1)),
    element(0x42f2, uint(4)),
    element(0x42f3, uint(8)),
    element(0x4282, text("webm")),
    element(0x4287, uint(4)),
    element(0x4285, uint(2)),
  ]);
  const info = element(0x1549a966, [
    element(0x2ad7b1, uint(SCALE)),
    element(0x4489, float(timeOf(packets.length))),
    element(0x4d80, text("heliotrope")),
    element(0x5741, text("heliotrope")),
  ]);
  const tracks = element(0x1654ae6b, [
    element(0xae, [
      element(0xd7, uint(1)),
      element(0x73c5, uint(1)),
      element(0x83, uint(1)),
      element(0x86, text("V_VP9")),
      element(0xe0, [element(0xb0, uint(width)), element(0xba, uint(height))]),
    ]),
  ]);
  const groups: Packet[][] = [];
  for (const packet of packets) {
    if (packet.isKey) groups.push([]);
    const group = groups.at(-1);
    if (!group) throw new Error("The first frame of a film has to be a key frame.");
    group.push(packet);
  }
  let at = info.length + tracks.length;
  const cues: Uint8Array[] = [];
  const clusters = groups.map((group) => {
    const start = timeOf(group[0]!.index);
    const blocks = group.map(({ isKey, index, data }) => {
      const prefix = Uint8Array.of(0x81, 0, 0, isKey ? 0x80 : 0);
      new DataView(prefix.buffer).setInt16(1, timeOf(index) - start);
      return element(0xa3, Buffer.concat([prefix, data]));
    });
    const cluster = element(0x1f43b675, [element(0xe7, uint(start)), ...blocks]);
    const place = element(0xb7, [element(0xf7, uint(1)), element(0xf1, uint(at))]);
    cues.push(element(0xbb, [element(0xb3, uint(start)), place]));
    at += cluster.length;
    return cluster;
  });
  const body = [info, tracks, ...clusters, element(0x1c53bb6b, cues)];
  return Buffer.concat([head, element(0x18538067, body)]);
}

/** An element: its id, which carries its own length, the length of what follows, and that. */
function element(id: number, content: Uint8Array | readonly Uint8Array[]): Uint8Array {
  const body = content instanceof Uint8Array ? content : Buffer.concat(content);
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(body.length) | (1n << 56n));
  return Buffer.concat([uint(id), size, body]);
}

/** As few bytes as hold it. */
function uint(value: number): Uint8Array {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
}

function float(value: number): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setFloat64(0, value);
  return out;
}

function text(value: string): Uint8Array {
  return Buffer.from(value, "latin1");
}
