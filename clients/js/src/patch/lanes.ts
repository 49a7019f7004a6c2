/**
 * The state hash of docs/STATE-PATCHES.md while it is computed: MurmurHash3 (x86, 32 bit) over a stream of 32-bit words, with two seeds
 * at once. Only 32-bit arithmetic, so that no BigInt is made per field.
 */
export class HashLanes {
  private a = 0x47616d65;
  private b = 0x53727672;
  private words = 0;

  word(word: number): void {
    const mixed = scramble(word);
    this.a = absorb(this.a, mixed);
    this.b = absorb(this.b, mixed);
    this.words++;
  }

  /** A finished part: each lane goes on with its own half. */
  digest(part: HashDigest): void {
    this.a = absorb(this.a, scramble(part.a));
    this.b = absorb(this.b, scramble(part.b));
    this.words++;
  }

  float(value: number): void {
    if (value === 0) {
      this.word(0);
    } else if (Number.isNaN(value)) {
      this.word(0x7fc00000);
    } else {
      scratch.setFloat32(0, value, true);
      this.word(scratch.getInt32(0, true));
    }
  }

  double(value: number): void {
    if (value === 0) {
      this.word(0);
      this.word(0);
    } else if (Number.isNaN(value)) {
      this.word(0);
      this.word(0x7ff80000);
    } else {
      scratch.setFloat64(0, value, true);
      this.word(scratch.getInt32(0, true));
      this.word(scratch.getInt32(4, true));
    }
  }

  long(value: bigint): void {
    scratch.setBigInt64(0, BigInt.asIntN(64, value), true);
    this.word(scratch.getInt32(0, true));
    this.word(scratch.getInt32(4, true));
  }

  bytes(bytes: Uint8Array): void {
    this.word(bytes.length);
    const whole = bytes.length & ~3;
    for (let i = 0; i < whole; i += 4) {
      this.word(bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24));
    }

    if (whole < bytes.length) {
      let last = 0;
      for (let i = whole; i < bytes.length; i++) {
        last |= bytes[i]! << (8 * (i - whole));
      }

      this.word(last);
    }
  }

  text(text: string): void {
    this.bytes(utf8.encode(text));
  }

  finish(): HashDigest {
    return { a: finalize(this.a ^ (this.words * 4)), b: finalize(this.b ^ (this.words * 4)) };
  }
}

/** A finished hash in its two lanes. */
export interface HashDigest {
  readonly a: number;
  readonly b: number;
}

/** The hash as it stands in frames. */
export function toUint64(digest: HashDigest): bigint {
  return (BigInt(digest.a >>> 0) << 32n) | BigInt(digest.b >>> 0);
}

const scratch = new DataView(new ArrayBuffer(8));
const utf8 = new TextEncoder();

function scramble(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

function absorb(lane: number, mixed: number): number {
  const turned = lane ^ mixed;
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) | 0;
}

function finalize(lane: number): number {
  lane ^= lane >>> 16;
  lane = Math.imul(lane, 0x85ebca6b);
  lane ^= lane >>> 13;
  lane = Math.imul(lane, 0xc2b2ae35);
  return lane ^ (lane >>> 16);
}
